#include "services/followup/domain/notice.h"

#include <array>
#include <charconv>
#include <string_view>

namespace recourse::followup {
namespace {

using Parameters = std::map<std::string, std::string>;

constexpr std::array<const char*, kNoticeKinds> kNames = {
    "new_ticket", "warned", "breached", "escalated", "reopened", "reply_failed", "breach_revoked"};

std::string Text(Timestamp time) { return std::to_string(time.time_since_epoch().count()); }

std::string_view At(const Parameters& parameters, const std::string& name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : found->second;
}

std::optional<std::int64_t> Number(std::string_view text) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Timestamp> Time(std::string_view text) {
  const auto number = Number(text);
  return number ? std::optional(Timestamp(Duration(*number))) : std::nullopt;
}

std::optional<NoticeKind> KindOf(std::string_view name) {
  for (int i = 0; i < kNoticeKinds; ++i) {
    if (name == kNames[static_cast<std::size_t>(i)]) return static_cast<NoticeKind>(i + 1);
  }
  return std::nullopt;
}

}  // namespace

const char* NameOf(NoticeKind kind) { return kNames.at(static_cast<std::size_t>(kind) - 1); }

void PutNotice(const Notice& notice, const std::string& prefix, Parameters& parameters) {
  parameters[prefix + "notice_id"] = ToString(notice.notice_id);
  parameters[prefix + "kind"] = NameOf(notice.kind);
  parameters[prefix + "ticket_id"] = ToString(notice.ticket_id);
  parameters[prefix + "ticket_number"] = notice.number;
  parameters[prefix + "branch_id"] = notice.branch_id.value();
  parameters[prefix + "category"] = notice.category.value();
  parameters[prefix + "severity"] = std::to_string(notice.severity);
  parameters[prefix + "time"] = Text(notice.time);
  if (!notice.clock.empty()) parameters[prefix + "clock"] = notice.clock;
  if (notice.due_time) parameters[prefix + "due_time"] = Text(*notice.due_time);
}

std::optional<Notice> NoticeOf(const Parameters& parameters, const std::string& prefix) {
  const auto notice_id = ParseUuid(At(parameters, prefix + "notice_id"));
  const auto kind = KindOf(At(parameters, prefix + "kind"));
  const auto ticket_id = ParseUuid(At(parameters, prefix + "ticket_id"));
  const auto severity = Number(At(parameters, prefix + "severity"));
  const auto time = Time(At(parameters, prefix + "time"));
  if (!notice_id || !kind || !ticket_id || !severity || !time) return std::nullopt;
  return Notice{NoticeId(*notice_id),
                *kind,
                TicketId(*ticket_id),
                std::string(At(parameters, prefix + "ticket_number")),
                BranchId(std::string(At(parameters, prefix + "branch_id"))),
                Category(std::string(At(parameters, prefix + "category"))),
                static_cast<int>(*severity),
                *time,
                std::string(At(parameters, prefix + "clock")),
                Time(At(parameters, prefix + "due_time"))};
}

}  // namespace recourse::followup
