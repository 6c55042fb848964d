#include "services/common/courier/transfer_end.h"

#include <algorithm>

namespace recourse {
namespace {

using Kind = SendOutcome::Kind;
using Fault = TransferEnd::Fault;

SendOutcome Outcome(Kind kind, std::string reason, const std::string& detail) {
  return {kind, std::move(reason), PlainDetail(detail)};
}

// Nothing from anyone passes there now.
SendOutcome Closed(std::string reason, const TransferEnd& end, const std::string& detail) {
  SendOutcome outcome = Outcome(Kind::kAgain, std::move(reason), detail);
  outcome.again_in = end.retry_after;
  outcome.lane_closed = true;
  return outcome;
}

// The commands that are about one mail; before them it is about us.
bool AboutTheMail(const std::string& command) {
  return command == "MAIL" || command == "RCPT" || command == "DATA";
}

// RFC 4954: who is not let in, at whatever command it is told.
bool AboutTheLogin(int code) { return code == 530 || code == 534 || code == 535 || code == 538; }

std::string Told(const TransferEnd& end) {
  const std::string what = end.handed_over ? "the mail" : end.command;
  return (what.empty() ? "greeting" : what) + ": " + end.answer;
}

SendOutcome JudgeRefusedMail(const TransferEnd& end) {
  const bool of_the_mail = end.handed_over || AboutTheMail(end.command);
  if (end.code == 421 || !of_the_mail || AboutTheLogin(end.code)) {
    return Closed("smtp-closed", end, Told(end));
  }
  return end.code < 500 ? Outcome(Kind::kAgain, "smtp-busy", Told(end))
                        : Outcome(Kind::kFailed, "smtp-refused", Told(end));
}

SendOutcome JudgeAnswer(const TransferEnd& end) {
  const std::string told = "HTTP " + std::to_string(end.code);
  switch (end.code) {
    case 408:
    case 425:
      return Outcome(Kind::kAgain, "webhook-busy", told);
    case 429:
    case 503:
      return Closed("webhook-busy", end, told);
    case 501:
    case 505:
      return Outcome(Kind::kFailed, "webhook-refused", told);
    default:
      break;
  }
  if (end.code >= 500) return Outcome(Kind::kUnknown, "webhook-failed", told);
  if (end.code >= 400) return Outcome(Kind::kFailed, "webhook-refused", told);
  return Outcome(Kind::kFailed, "webhook-redirected", told + ": name the endpoint's last address");
}

std::string Masked(const std::string& word) {
  return word.find('@') == std::string::npos ? word : "<address>";
}

}  // namespace

SendOutcome JudgeMail(const TransferEnd& end) {
  if (end.code >= 400 && end.code < 600) return JudgeRefusedMail(end);
  if (end.handed_over && end.code >= 200 && end.code < 300) return {};
  if (end.handed_over) {
    return Outcome(Kind::kUnknown, "smtp-no-answer", "nobody answered to the mail: " + end.error);
  }
  if (end.fault == Fault::kStopped) return Outcome(Kind::kStopped, "stopped", end.error);
  return Closed("smtp-unreachable", end, end.error);
}

SendOutcome JudgeWebhook(const TransferEnd& end) {
  if (end.code >= 200 && end.code < 300) return {};
  if (end.code >= 300) return JudgeAnswer(end);
  if (end.handed_over) {
    return Outcome(Kind::kUnknown, "webhook-no-answer", "nobody answered: " + end.error);
  }
  if (end.fault == Fault::kForbidden) {
    return Outcome(Kind::kFailed, "webhook-forbidden",
                   "the endpoint's address is a private one, and it is not wired as such");
  }
  if (end.fault == Fault::kStopped) return Outcome(Kind::kStopped, "stopped", end.error);
  return Closed("webhook-unreachable", end, end.error);
}

std::string PlainDetail(const std::string& text) {
  std::string detail;
  std::string word;
  for (const char c : text + " ") {
    if (c > ' ' && c <= '~') {
      word += c;
      continue;
    }
    if (!word.empty()) detail += (detail.empty() ? "" : " ") + Masked(word);
    word.clear();
  }
  return detail.substr(0, std::min(detail.size(), kEffectDetailBytesMax));
}

}  // namespace recourse
