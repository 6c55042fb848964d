#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace recourse::followup {

// A mail as text and as page, written together so that both say the same. No script, no picture,
// nothing from elsewhere. Texts are UTF-8 and are escaped here.
class MailPage {
 public:
  // A paragraph; line ends in it are kept.
  void Say(std::string_view text);
  // A link that stands by itself, shown as a button with `label`; in the text as it is.
  void Button(std::string_view label, const std::string& url);
  // A paragraph and the link that it is about.
  void Link(std::string_view text, const std::string& url);
  // A line of a list that begins with a link.
  void Item(std::string_view label, const std::string& url, std::string_view rest);

  // The text, ends with a line end; the page, in a language such as zh-CN.
  std::string Text() const;
  std::string Html(std::string_view language, std::string_view title) const;

 private:
  void Add(std::string text, std::string html);

  std::vector<std::string> texts_;
  std::string html_;
};

}  // namespace recourse::followup
