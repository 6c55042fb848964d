#include <array>
#include <boost/json.hpp>
#include <utility>

#include "services/common/process/document_json.h"
#include "services/common/process/json.h"
#include "services/common/process/zone_source.h"
#include "services/followup/adapters/policy_json.h"

namespace recourse::followup {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMillisecondsMax = 500LL * 24 * 3600 * 1000;  // the domain is stricter
constexpr std::int64_t kCountMax = 1'000;
constexpr std::size_t kLanguagesMax = 20;
constexpr std::size_t kLevelsMax = 20;
constexpr std::size_t kCalledMax = 100;  // of one level

// By their place in SurveyWay and ReplyWay, which begin with 1.
constexpr std::array<const char*, 5> kSurveyWays{"mail", "webhook", "link", "call", "none"};
constexpr std::array<const char*, 3> kReplyWays{"mail", "webhook", "tell"};

template <typename Way, std::size_t Count>
Way WayOf(const json::value& value, const std::array<const char*, Count>& names,
          const std::string& place, DocumentReading& reading) {
  std::string known;
  for (std::size_t i = 0; i < Count; ++i) {
    if (value.is_string() && value.get_string() == names[i]) return static_cast<Way>(i + 1);
    known += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  reading.Fail(place, "must be one of " + known);
  return static_cast<Way>(Count);
}

// `ways` by channel, and `otherwise`.
template <typename Rules, std::size_t Count>
void ReadWays(const json::object& in, const std::array<const char*, Count>& names,
              const std::string& place, Rules& rules, DocumentReading& reading) {
  using Way = decltype(rules.otherwise);
  for (const auto& [channel, value] : reading.ObjectOr(in, "ways", place)) {
    rules.ways[Channel(std::string(channel))] =
        WayOf<Way>(value, names, place + ".ways." + std::string(channel), reading);
  }
  if (const json::value* otherwise = in.if_contains("otherwise")) {
    rules.otherwise = WayOf<Way>(*otherwise, names, place + ".otherwise", reading);
  }
}

Duration Milliseconds(const json::object& in, const char* name, Duration otherwise,
                      DocumentReading& reading) {
  return Duration(reading.NumberOr(in, name, 0, kMillisecondsMax, otherwise.count()));
}

int Count(const json::object& in, const char* name, int otherwise, DocumentReading& reading) {
  return static_cast<int>(reading.NumberOr(in, name, 0, kCountMax, otherwise));
}

// 08:00 as a time of day.
Duration TimeOfDay(const json::object& in, const char* name, DocumentReading& reading) {
  const std::string place = "survey.quiet";
  const std::string text = reading.Text(in, name, place);
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (hours < 24 && minutes < 60) return std::chrono::minutes(hours * 60 + minutes);
  }
  reading.Fail(place + "." + name, "must be a time of day such as 08:00");
  return {};
}

void ReadQuiet(const json::object& in, SurveyRules& rules, DocumentReading& reading) {
  if (!in.contains("quiet")) return;
  const auto& quiet = reading.ObjectOr(in, "quiet", "survey");
  reading.OnlyNames(quiet, "survey.quiet", {"from", "to"});
  rules.quiet = {TimeOfDay(quiet, "from", reading), TimeOfDay(quiet, "to", reading)};
}

void ReadQuestions(const json::object& in, Questions& questions, DocumentReading& reading) {
  const auto& asked = reading.ObjectOr(in, "questions", "survey");
  reading.OnlyNames(asked, "survey.questions", {"csat", "nps", "ces", "put_right", "words"});
  questions.csat = reading.BoolOr(asked, "csat", questions.csat);
  questions.nps = reading.BoolOr(asked, "nps", questions.nps);
  questions.ces = reading.BoolOr(asked, "ces", questions.ces);
  questions.put_right = reading.BoolOr(asked, "put_right", questions.put_right);
  questions.words = reading.BoolOr(asked, "words", questions.words);
}

void ReadThreshold(const json::object& in, const char* name, std::optional<int>& threshold,
                   DocumentReading& reading) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr) return;
  if (found->is_null()) {
    threshold.reset();
  } else {
    threshold = Count(in, name, 0, reading);
  }
}

void ReadSurvey(const json::object& in, SurveyRules& rules, DocumentReading& reading) {
  reading.OnlyNames(in, "survey",
                    {"delay_ms", "remind_after_ms", "expire_after_ms", "late_after_ms", "budget",
                     "quiet", "consent_needed", "questions", "csat_bad_max", "nps_bad_max",
                     "ces_bad_max", "reopen", "calls_max", "own_tickets", "ways", "otherwise"});
  rules.delay = Milliseconds(in, "delay_ms", rules.delay, reading);
  rules.remind_after = Milliseconds(in, "remind_after_ms", rules.remind_after, reading);
  rules.expire_after = Milliseconds(in, "expire_after_ms", rules.expire_after, reading);
  rules.late_after = Milliseconds(in, "late_after_ms", rules.late_after, reading);
  const auto& budget = reading.ObjectOr(in, "budget", "survey");
  reading.OnlyNames(budget, "survey.budget", {"most", "window_ms"});
  rules.budget.most = Count(budget, "most", rules.budget.most, reading);
  rules.budget.window = Milliseconds(budget, "window_ms", rules.budget.window, reading);
  ReadQuiet(in, rules, reading);
  rules.consent_needed = reading.BoolOr(in, "consent_needed", rules.consent_needed);
  ReadQuestions(in, rules.questions, reading);
  ReadThreshold(in, "csat_bad_max", rules.thresholds.csat_bad_max, reading);
  ReadThreshold(in, "nps_bad_max", rules.thresholds.nps_bad_max, reading);
  ReadThreshold(in, "ces_bad_max", rules.thresholds.ces_bad_max, reading);
  rules.reopen = reading.BoolOr(in, "reopen", rules.reopen);
  rules.calls_max = Count(in, "calls_max", rules.calls_max, reading);
  rules.own_tickets = reading.BoolOr(in, "own_tickets", rules.own_tickets);
  ReadWays(in, kSurveyWays, "survey", rules, reading);
}

void ReadReplies(const json::object& in, ReplyRules& rules, DocumentReading& reading) {
  reading.OnlyNames(in, "replies", {"expire_after_ms", "ways", "otherwise"});
  rules.expire_after = Milliseconds(in, "expire_after_ms", rules.expire_after, reading);
  ReadWays(in, kReplyWays, "replies", rules, reading);
}

std::optional<NoticeKind> KindOf(const std::string& name) {
  for (int kind = 1; kind <= kNoticeKinds; ++kind) {
    if (name == NameOf(static_cast<NoticeKind>(kind))) return static_cast<NoticeKind>(kind);
  }
  return std::nullopt;
}

void ReadKinds(const json::object& in, StaffRules& rules, DocumentReading& reading) {
  for (int kind = 1; kind <= kNoticeKinds && !in.contains("kinds"); ++kind) {
    rules.kinds.insert(static_cast<NoticeKind>(kind));
  }
  for (const std::string& name : reading.Texts(in, "kinds", "staff", kNoticeKinds)) {
    if (const auto kind = KindOf(name)) {
      rules.kinds.insert(*kind);
    } else {
      reading.Fail("staff.kinds",
                   "must be some of new_ticket, warned, breached, escalated, reopened, "
                   "reply_failed, breach_revoked");
    }
  }
}

void ReadCalled(const json::object& in, StaffRules& rules, DocumentReading& reading) {
  if (!in.contains("called")) return;
  const auto& levels = reading.List(in, "called", kLevelsMax);
  for (std::size_t i = 0; i < levels.size() && reading.ok(); ++i) {
    const std::string place = "staff." + PlaceAt("called", i);
    const auto& row = reading.Object(levels[i], place);
    reading.OnlyNames(row, place, {"level", "agent_ids"});
    auto& called = rules.called_at[static_cast<int>(reading.Number(row, "level", 1, kCountMax))];
    for (auto& agent_id : reading.Texts(row, "agent_ids", place, kCalledMax)) {
      called.emplace_back(std::move(agent_id));
    }
  }
}

void ReadStaff(const json::object& in, StaffRules& rules, DocumentReading& reading) {
  reading.OnlyNames(in, "staff", {"kinds", "gather_ms", "interval_ms", "retry_after_ms", "called"});
  ReadKinds(in, rules, reading);
  rules.gather = Milliseconds(in, "gather_ms", rules.gather, reading);
  rules.interval = Milliseconds(in, "interval_ms", rules.interval, reading);
  rules.retry_after = Milliseconds(in, "retry_after_ms", rules.retry_after, reading);
  ReadCalled(in, rules, reading);
}

void ReadZone(const json::object& in, ZoneRules& zones, DocumentReading& reading) {
  zones.otherwise = reading.Text(in, "zone", "survey");
  if (!reading.ok()) return;
  auto zone = LoadZone(zones.otherwise);
  if (!zone.ok()) return reading.Fail("zone", std::string(zone.status().message()));
  zones.zones.emplace(zones.otherwise, *std::move(zone));
}

Policy ReadPolicy(const json::object& in, DocumentReading& reading) {
  Policy policy;
  reading.OnlyNames(in, "document",
                    {"zone", "languages", "survey", "replies", "staff", "endpoints"});
  ReadZone(in, policy.zones, reading);
  if (in.contains("languages")) {
    policy.languages = reading.Texts(in, "languages", "document", kLanguagesMax);
  }
  ReadSurvey(reading.ObjectOr(in, "survey", "document"), policy.survey, reading);
  ReadReplies(reading.ObjectOr(in, "replies", "document"), policy.replies, reading);
  ReadStaff(reading.ObjectOr(in, "staff", "document"), policy.staff, reading);
  const auto& endpoints = reading.ObjectOr(in, "endpoints", "document");
  for (const auto& [channel, value] : endpoints) {
    policy.endpoints[Channel(std::string(channel))] =
        reading.Text(endpoints, std::string(channel).c_str(), "endpoints");
  }
  return policy;
}

}  // namespace

StatusOr<Policy> ReadSurveyDocument(const std::string& document) {
  const auto parsed = ParseJsonObject(document);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError("survey: " + fault->slug + ": " + fault->detail);
  }
  DocumentReading reading;
  Policy policy = ReadPolicy(std::get<json::object>(parsed), reading);
  if (!reading.ok()) return reading.fault();
  return policy;
}

}  // namespace recourse::followup
