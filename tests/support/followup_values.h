#pragma once

#include <optional>
#include <string>

#include "services/followup/domain/decide.h"
#include "services/followup/domain/effects.h"

// Short names for the values that tests of followup begin with.
namespace recourse::followup::testing {

using namespace std::chrono_literals;

// A text as an id: the same text, the same id.
template <typename IdType>
IdType IdOf(const std::string& name) {
  return IdType(NamedUuid(kRecourseSpace, name));
}

// Day 0 is Monday 2026-03-02 in Shanghai, eight hours ahead of UTC.
inline Timestamp At(int day, int hour, int minute = 0) {
  const std::chrono::sys_days monday(std::chrono::year(2026) / 3 / 2);
  return Timestamp(monday) + 24h * day + std::chrono::hours(hour - 8) +
         std::chrono::minutes(minute);
}

// Asked 2 h after the resolution, never from 21:00 to 08:00; at most 2 contacts in 7 days; reminded
// after 2 days, expired after 5, too late after 3. anna and ben at b1, told a minute apart at
// least.
inline Policy SmallPolicy() {
  Policy policy;
  policy.version = 7;
  SurveyRules& survey = policy.survey;
  survey.delay = 2h;
  survey.remind_after = 48h;
  survey.expire_after = 120h;
  survey.late_after = 72h;
  survey.budget = {2, 168h};
  survey.quiet = QuietHours{21h, 8h};
  survey.ways = {{Channel("mail"), SurveyWay::kMail},
                 {Channel("sms"), SurveyWay::kWebhook},
                 {Channel("branch"), SurveyWay::kLink},
                 {Channel("phone"), SurveyWay::kCall}};
  policy.replies.ways = {{Channel("mail"), ReplyWay::kMail}, {Channel("sms"), ReplyWay::kWebhook}};
  policy.endpoints = {{Channel("sms"), "sms-gateway"}};
  policy.staff.people = {{AgentId("anna"), {"anna@bank.example", "", "zh"}},
                         {AgentId("ben"), {"ben@bank.example", "", "en"}}};
  policy.staff.told_at = {{BranchId("b1"), {AgentId("anna"), AgentId("ben")}}};
  for (int kind = 1; kind <= kNoticeKinds; ++kind) {
    policy.staff.kinds.insert(static_cast<NoticeKind>(kind));
  }
  policy.zones.zones = {{"Asia/Shanghai", Zone{"Asia/Shanghai", 8h, {}}}};
  policy.zones.otherwise = "Asia/Shanghai";
  return policy;
}

// The ticket `ticket` of `customer`, or of nobody known; dora resolved it at b1.
inline Ticket TicketOf(const std::string& ticket, const std::string& customer,
                       const std::string& channel = "mail", int cycle = 1) {
  Ticket value;
  value.ticket_id = IdOf<TicketId>(ticket);
  value.number = ticket;
  if (!customer.empty()) value.customer_id = IdOf<CustomerId>(customer);
  value.cycle = cycle;
  value.language = "zh-CN";
  value.dimensions = {BranchId("b1"),   RegionId("south"), Category("card"),
                      Channel(channel), AgentId("dora"),   2};
  return value;
}

// A fact of routing about it; versions rise by 10 a cycle, so that there is room between.
inline TicketFact FactOf(const Ticket& ticket, TicketChange change, std::int64_t version,
                         Timestamp time, TicketStanding standing = TicketStanding::kOpen) {
  return {FileOf(ticket), ticket, version, standing, time, std::move(change)};
}
inline TicketFact Resolved(const Ticket& ticket, Timestamp time) {
  return FactOf(ticket, Resolution{}, ticket.cycle * 10, time, TicketStanding::kResolved);
}

// One file and what is decided in it, one event after the other.
struct Course {
  Policy policy = SmallPolicy();
  View view{};
  std::vector<Fact> facts{};
  std::vector<Effect> effects{};

  Decision Tell(const Event& event, Timestamp now) {
    Decision decision = Decide(view, event, now, policy);
    for (const auto& [key, state] : decision.changed) view.insert_or_assign(key, state);
    facts.insert(facts.end(), decision.facts.begin(), decision.facts.end());
    effects.insert(effects.end(), decision.effects.begin(), decision.effects.end());
    return decision;
  }
  // What became of the last effect of a purpose.
  Decision Conclude(const std::string& purpose, EffectOutcome outcome, Timestamp now,
                    const std::string& reason = "") {
    const Effect* last = Last(purpose);
    if (last == nullptr) return {};
    const EffectResult result{EffectId(), *last, outcome, reason, 1};
    return Tell(EffectEnded{FileId(last->key), result}, now);
  }
  const Effect* Last(const std::string& purpose) const {
    for (auto it = effects.rbegin(); it != effects.rend(); ++it) {
      if (it->purpose == purpose) return &*it;
    }
    return nullptr;
  }
  int Count(const std::string& purpose) const {
    int count = 0;
    for (const Effect& effect : effects) count += effect.purpose == purpose ? 1 : 0;
    return count;
  }
  const CustomerFile& File(const Ticket& ticket) const {
    return std::get<CustomerFile>(view.at(FileOf(ticket)));
  }
  const Loop& LoopIn(const Ticket& ticket) const {
    return File(ticket).loops.at(LoopOf(ticket.ticket_id, ticket.cycle));
  }
  // Resolved, asked when it may be, and delivered a minute later.
  void AskAbout(const Ticket& ticket, Timestamp resolve_time) {
    Tell(Resolved(ticket, resolve_time), resolve_time);
    const Timestamp ask_time = *LoopIn(ticket).ask_time + 1ms;
    Tell(AskTimePassed{FileOf(ticket), LoopOf(ticket.ticket_id, ticket.cycle)}, ask_time);
    Conclude(kSurvey, EffectOutcome::kDelivered, ask_time + 1min);
  }
  Decision AnswerTo(const Ticket& ticket, Scores scores, Timestamp now,
                    const std::string& words = "") {
    return Tell(SubmitAnswer{FileOf(ticket),
                             LoopOf(ticket.ticket_id, ticket.cycle),
                             {scores, words, AnswerVia::kLink, AgentId()}},
                now);
  }
};

inline Scores Csat(int csat) { return {csat, {}, {}, {}}; }

}  // namespace recourse::followup::testing
