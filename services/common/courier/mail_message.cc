#include "services/common/courier/mail_message.h"

#include <initializer_list>

#include "services/common/courier/base64.h"
#include "services/common/courier/mail_header.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

constexpr const char* kEnd = "\r\n";
constexpr std::size_t kBase64Columns = 76;

// All line ends as CRLF: what came as CR or LF alone too.
std::string WithLineEnds(std::string_view text) {
  std::string mended;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') {
      mended += text[i];
      continue;
    }
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    mended += kEnd;
  }
  return mended;
}

std::string Part(const std::string& type, std::string_view text) {
  std::string part = "Content-Type: " + type + "; charset=utf-8" + kEnd +
                     "Content-Transfer-Encoding: base64" + kEnd + kEnd;
  const std::string letters = EncodeBase64(WithLineEnds(text));
  for (std::size_t at = 0; at < letters.size(); at += kBase64Columns) {
    part += letters.substr(at, kBase64Columns) + kEnd;
  }
  return part;
}

// Text and page beside each other. Base64 has no `_`, so no line of a part is a boundary.
std::string Body(const MailText& text) {
  if (text.html.empty()) return Part("text/plain", text.text);
  const std::string boundary = "=_recourse_alternative";
  const std::string begin = "--" + boundary + kEnd;
  return "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"" + kEnd + kEnd +
         begin + Part("text/plain", text.text) + begin + Part("text/html", text.html) + "--" +
         boundary + "--" + kEnd;
}

// One click where it is a web address (RFC 8058).
StatusOr<std::string> Unsubscribe(const std::string& where) {
  if (!where.starts_with("https://") && !where.starts_with("mailto:")) {
    return absl::InvalidArgumentError("list_unsubscribe takes https://... or mailto:...");
  }
  auto header = TokenHeader("List-Unsubscribe", "<" + where + ">");
  if (header.ok() && where.starts_with("https://")) {
    *header += std::string("List-Unsubscribe-Post: List-Unsubscribe=One-Click") + kEnd;
  }
  return header;
}

// The first that is at fault, or all of them.
StatusOr<std::string> Joined(std::initializer_list<StatusOr<std::string>> headers) {
  std::string joined;
  for (const auto& header : headers) {
    if (!header.ok()) return header.status();
    joined += *header;
  }
  return joined;
}

StatusOr<std::string> Optional(const std::string& value,
                               StatusOr<std::string> (*write)(const std::string&)) {
  return value.empty() ? StatusOr<std::string>("") : write(value);
}

StatusOr<std::string> ReplyTo(const std::string& address) {
  return AddressHeader("Reply-To", {address});
}

StatusOr<std::string> InReplyTo(const std::string& message_id) {
  return Joined({TokenHeader("In-Reply-To", message_id), TokenHeader("References", message_id)});
}

}  // namespace

std::string MessageIdOf(EffectId id, const MailAddress& from) {
  return "<" + ToString(id) + "@" + from.Domain() + ">";
}

StatusOr<std::string> WriteMailMessage(const MailEnvelope& envelope, const MailText& text) {
  if (!IsUtf8(text.text) || !IsUtf8(text.html)) {
    return absl::InvalidArgumentError("the text of the mail is not UTF-8");
  }
  auto header = Joined(
      {TokenHeader("Message-ID", envelope.message_id), "Date: " + MailDate(envelope.date) + kEnd,
       AddressHeader("From", envelope.from), AddressHeader("To", envelope.to),
       TextHeader("Subject", text.subject), Optional(text.reply_to, ReplyTo),
       Optional(text.in_reply_to, InReplyTo), Optional(text.list_unsubscribe, Unsubscribe)});
  if (!header.ok()) return header.status();
  if (text.automatic) *header += std::string("Auto-Submitted: auto-generated") + kEnd;
  return *header + "MIME-Version: 1.0" + kEnd + Body(text);
}

}  // namespace recourse
