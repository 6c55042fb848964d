// Whatever a mail is made of: it is one mail, says what it was told, and begins no header, command
// or second mail that nobody meant.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "services/common/courier/base64.h"
#include "services/common/courier/mail_header.h"
#include "services/common/courier/mail_message.h"
#include "services/common/courier/transfer_end.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

// Any text of code points, control characters and line ends among them more often than by chance.
rc::Gen<std::string> AnyText() {
  const auto code_point = rc::gen::weightedOneOf<char32_t>(
      {{4, rc::gen::inRange<char32_t>(' ', 0x7f)},
       {3, rc::gen::inRange<char32_t>(0x4e00, 0x9fff)},
       {1, rc::gen::inRange<char32_t>(0x1f600, 0x1f64f)},
       {1, rc::gen::element<char32_t>('\r', '\n', '\0', '\t', '.', '<', '>', '@', '=', '?')}});
  return rc::gen::map(rc::gen::container<std::u32string>(code_point),
                      [](const std::u32string& text) { return ToUtf8(text); });
}

bool HasControl(const std::string& text) {
  return text.find_first_of(std::string("\0\x01\x02\x03\x04\x05\x06\x07\b\t\n\v\f\r", 14)) !=
         std::string::npos;
}

// What a reader sees: folded lines joined, encoded words decoded and joined (RFC 2047, 6.2).
std::string Shown(const std::string& header) {
  static const std::regex word("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=");
  const std::string value = header.substr(header.find(": ") + 2, header.size());
  if (!std::regex_search(value, word)) return value.substr(0, value.size() - 2);
  std::string text;
  for (auto it = std::sregex_iterator(value.begin(), value.end(), word);
       it != std::sregex_iterator(); ++it) {
    text += DecodeBase64((*it)[1].str()).value_or("?");
  }
  return text;
}

RC_GTEST_PROP(MailLaws, AHeaderSaysWhatItWasToldOrIsRefused, ()) {
  const std::string text = *AnyText();
  const auto header = TextHeader("Subject", text);
  RC_ASSERT(header.ok() == !HasControl(text));
  if (!header.ok()) return;
  RC_ASSERT(Shown(*header) == text);
  RC_ASSERT(header->find('\n', 0) == header->find("\r\n") + 1);
}

// The names of all headers of a mail, and that its lines are lines.
std::multiset<std::string> HeadersOf(const std::string& mail) {
  std::multiset<std::string> names;
  const std::string head = mail.substr(0, mail.find("\r\n\r\n") + 2);
  for (std::size_t at = 0; at < head.size(); at = head.find("\r\n", at) + 2) {
    if (head[at] != ' ') names.insert(head.substr(at, head.find(':', at) - at));
  }
  return names;
}

RC_GTEST_PROP(MailLaws, AMailHasItsOwnHeadersAndNoOthers, ()) {
  MailText text{*AnyText(), *AnyText(), *AnyText()};
  text.automatic = *rc::gen::arbitrary<bool>();
  const MailEnvelope envelope{{"service@example.com", *AnyText()},
                              {"ann@example.org", *AnyText()},
                              "<id@example.com>",
                              Timestamp{}};
  const auto mail = WriteMailMessage(envelope, text);
  const bool refused =
      HasControl(text.subject) || HasControl(envelope.from.name) || HasControl(envelope.to.name);
  RC_ASSERT(mail.ok() == !refused);
  if (!mail.ok()) return;
  std::multiset<std::string> expected = {"Message-ID", "Date",         "From",        "To",
                                         "Subject",    "MIME-Version", "Content-Type"};
  if (text.html.empty()) expected.insert("Content-Transfer-Encoding");
  if (text.automatic) expected.insert("Auto-Submitted");
  RC_ASSERT(HeadersOf(*mail) == expected);
  RC_ASSERT(mail->find("\r\n.") == std::string::npos);
  RC_ASSERT(mail->find('\0') == std::string::npos);
}

RC_GTEST_PROP(MailLaws, EachLineOfAMailIsOneLineAndNotTooLong, ()) {
  const auto mail = WriteMailMessage(
      {{"service@example.com"}, {"ann@example.org"}, "<id@example.com>", Timestamp{}},
      {"s", *AnyText(), *AnyText()});
  RC_ASSERT(mail.ok());
  std::size_t begin = 0;
  while (begin < mail->size()) {
    const auto end = mail->find("\r\n", begin);
    RC_ASSERT(end != std::string::npos);
    RC_ASSERT(end - begin <= 78);
    RC_ASSERT(mail->substr(begin, end - begin).find_first_of("\r\n") == std::string::npos);
    begin = end + 2;
  }
}

RC_GTEST_PROP(DetailLaws, ASentenceFromOutsideIsPlainAndNamesNobody, ()) {
  const std::string detail = PlainDetail(*AnyText() + *rc::gen::arbitrary<std::string>());
  RC_ASSERT(detail.size() <= kEffectDetailBytesMax);
  for (const char c : detail) RC_ASSERT(c >= ' ' && c <= '~' && c != '@');
}

RC_GTEST_PROP(Base64Laws, WhatIsWrittenIsReadAgain, (const std::string& bytes)) {
  RC_ASSERT(DecodeBase64(EncodeBase64(bytes)) == bytes);
}

}  // namespace
}  // namespace recourse
