#include "services/followup/adapters/mail_page.h"

#include <utility>

#include "services/common/core/html.h"

namespace recourse::followup {
namespace {

constexpr const char* kBody =
    "margin:0 auto;max-width:36em;padding:1em;font:16px/1.5 sans-serif;color:#1a1a1a;"
    "background:#ffffff";
constexpr const char* kButton =
    "display:inline-block;padding:0.6em 1.2em;border-radius:4px;color:#ffffff;"
    "background:#0b5cad;text-decoration:none";

std::string Anchor(std::string_view label, const std::string& url, std::string_view style = "") {
  std::string anchor = "<a href=\"" + EscapeHtml(url) + "\"";
  if (!style.empty()) anchor += " style=\"" + std::string(style) + "\"";
  return anchor + ">" + EscapeHtml(label) + "</a>";
}

}  // namespace

void MailPage::Add(std::string text, std::string html) {
  texts_.push_back(std::move(text));
  html_ += std::move(html) + "\n";
}

void MailPage::Say(std::string_view text) {
  Add(std::string(text), "<p style=\"white-space:pre-wrap\">" + EscapeHtml(text) + "</p>");
}

void MailPage::Button(std::string_view label, const std::string& url) {
  Add(url, "<p>" + Anchor(label, url, kButton) + "</p>");
}

void MailPage::Link(std::string_view text, const std::string& url) {
  Add(std::string(text) + "\n" + url,
      "<p>" + EscapeHtml(text) + "<br>" + Anchor(url, url) + "</p>");
}

void MailPage::Item(std::string_view label, const std::string& url, std::string_view rest) {
  Add("* " + std::string(label) + std::string(rest) + "\n  " + url,
      "<p>" + Anchor(label, url) + EscapeHtml(rest) + "</p>");
}

std::string MailPage::Text() const {
  std::string text;
  for (const std::string& part : texts_) text += (text.empty() ? "" : "\n\n") + part;
  return text + "\n";
}

std::string MailPage::Html(std::string_view language, std::string_view title) const {
  return "<!doctype html>\n<html lang=\"" + EscapeHtml(language) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         EscapeHtml(title) + "</title>\n</head>\n<body style=\"" + kBody + "\">\n" + html_ +
         "</body>\n</html>\n";
}

}  // namespace recourse::followup
