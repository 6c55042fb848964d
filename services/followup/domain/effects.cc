#include "services/followup/domain/effects.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace recourse::followup {
namespace {

std::string Text(Timestamp time) { return std::to_string(time.time_since_epoch().count()); }

// As the people of a zone read it, to the minute: 2026-03-07 12:00.
std::string LocalText(const Zone& zone, Timestamp time) {
  const CivilTime local = ToCivil(zone, time);
  const std::chrono::year_month_day date(DateOf(local));
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(local - CivilTime(DateOf(local))).count();
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day())) +
         " " + two(minutes / 60) + ":" + two(minutes % 60);
}

std::string At(const Effect& effect, const char* name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

// What every text to a customer begins with. Times are milliseconds since 1970.
std::map<std::string, std::string> ParametersOf(const Ticket& ticket, const Policy& policy) {
  return {{"ticket_id", ToString(ticket.ticket_id)},
          {"ticket_number", ticket.number},
          {"branch_id", ticket.dimensions.branch_id.value()},
          {"language", LanguageOf(policy, ticket.language)}};
}

Effect ToCustomer(bool by_mail, const char* purpose, const Ticket& ticket, const Policy& policy) {
  Effect effect;
  effect.kind = by_mail ? EffectKind::kMail : EffectKind::kWebhook;
  effect.purpose = purpose;
  if (!by_mail) effect.endpoint = EndpointOf(policy, ticket.dimensions.channel);
  effect.recipient = {Recipient::Kind::kCustomer, ToString(ticket.customer_id)};
  effect.parameters = ParametersOf(ticket, policy);
  return effect;
}

Timestamp SendUntil(const Telling& telling, const Ticket& ticket) {
  const Timestamp until = telling.now() + kSendWithin;
  const auto& quiet = telling.policy().survey.quiet;
  if (!quiet) return until;
  const Zone& zone = ZoneOf(telling.policy(), ticket.dimensions);
  return std::min(until, QuietFrom(*quiet, zone, telling.now()) - kSendMargin);
}

std::int64_t Number(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// notice.000. to notice.099.: sorted as they are told.
std::string PrefixOf(std::size_t index) {
  const std::string digits = std::to_string(index);
  return "notice." + std::string(3 - digits.size(), '0') + digits + ".";
}

// A notice's own parameters, once more under the number of its place among those of `first`.
void Join(const Effect& effect, int index, Effect& first) {
  const std::string prefix = PrefixOf(static_cast<std::size_t>(index));
  for (const auto& [name, value] : effect.parameters) {
    if (name != "agent_id") first.parameters[prefix + name] = value;
  }
}

// Its times by the clocks of its branch.
void PutLocal(const Notice& notice, const std::string& prefix, const Policy& policy,
              std::map<std::string, std::string>& parameters) {
  Dimensions place;
  place.branch_id = notice.branch_id;
  const Zone& zone = ZoneOf(policy, place);
  parameters[prefix + "time_local"] = LocalText(zone, notice.time);
  if (notice.due_time) parameters[prefix + "due_local"] = LocalText(zone, *notice.due_time);
}

bool IsWanted(const CustomerFile& file, const Effect& effect) {
  if (effect.purpose == kReply) {
    const auto found = file.deliveries.find(DeliveryOf(effect));
    return found != file.deliveries.end() && !IsSettled(found->second);
  }
  const auto found = file.loops.find(LoopOf(effect));
  if (found == file.loops.end()) return false;
  const Loop& loop = found->second;
  if (effect.purpose == kReminder) {
    return IsOpen(loop) && IsUnderWay(file.contacts, found->first, ContactKind::kReminder);
  }
  return loop.state == LoopState::kSending && IsOfIssue(loop, effect);
}

bool IsWanted(const StaffDigest& digest, const Effect& effect) {
  return !digest.sending.empty() && At(effect, "mail") == std::to_string(digest.mail_count);
}

}  // namespace

Effect SurveyEffect(const Telling& telling, const LoopId& loop_id, const Loop& loop,
                    const char* purpose) {
  Effect effect = ToCustomer(loop.way == SurveyWay::kMail, purpose, loop.ticket, telling.policy());
  effect.parameters["loop_id"] = ToString(loop_id);
  effect.parameters["ask_time"] = Text(*loop.ask_time);
  effect.parameters["survey_expire_time"] = Text(*loop.expire_time);
  effect.parameters["survey_expire_local"] =
      LocalText(ZoneOf(telling.policy(), loop.ticket.dimensions), *loop.expire_time);
  effect.expire_time = SendUntil(telling, loop.ticket);
  return effect;
}

Effect WordsEffect(const LoopId& loop_id, const Ticket& ticket, const std::string& words) {
  Effect effect;
  effect.kind = EffectKind::kWebhook;
  effect.purpose = kFeedback;
  effect.endpoint = kIngestEndpoint;
  if (!ticket.customer_id.empty()) {
    effect.recipient = {Recipient::Kind::kCustomer, ToString(ticket.customer_id)};
  }
  effect.parameters = {
      {"source_id", kSurveySource},  {"external_id", ToString(loop_id)},
      {"channel", "survey"},         {"about_ticket_id", ToString(ticket.ticket_id)},
      {"language", ticket.language}, {"text", words}};
  return effect;
}

Effect ReplyEffect(const Telling& telling, const Delivery& delivery, const std::string& text) {
  const Policy& policy = telling.policy();
  Effect effect = ToCustomer(delivery.way == ReplyWay::kMail, kReply, delivery.ticket, policy);
  effect.parameters["reply_version"] = std::to_string(delivery.reply_version);
  effect.parameters["text"] = text;
  effect.expire_time = telling.now() + policy.replies.expire_after;
  return effect;
}

Effect NoticeEffect(const AgentId& agent_id, const Notice& notice) {
  Effect effect;
  effect.kind = EffectKind::kWebhook;
  effect.purpose = kNotice;
  effect.endpoint = kFollowupEndpoint;
  effect.parameters["agent_id"] = agent_id.value();
  PutNotice(notice, "", effect.parameters);
  return effect;
}

Effect DigestEffect(const StaffDigest& digest, const Person& person, const Policy& policy,
                    Timestamp now) {
  Effect effect;
  effect.key = FileOf(digest.agent_id).uuid();
  effect.kind = person.endpoint.empty() ? EffectKind::kMail : EffectKind::kWebhook;
  effect.purpose = kDigest;
  effect.endpoint = person.endpoint;
  if (person.endpoint.empty()) effect.recipient = {Recipient::Kind::kAddress, person.address};
  effect.expire_time = now + kDigestSendWithin;
  effect.parameters = {{"agent_id", digest.agent_id.value()},
                       {"language", LanguageOf(policy, person.language)},
                       {"mail", std::to_string(digest.mail_count)},
                       {"dropped_count", std::to_string(digest.sending_dropped_count)}};
  for (std::size_t i = 0; i < digest.sending.size(); ++i) {
    PutNotice(digest.sending[i], PrefixOf(i), effect.parameters);
    PutLocal(digest.sending[i], PrefixOf(i), policy, effect.parameters);
  }
  return effect;
}

void GatherNotices(std::vector<std::pair<EffectId, Effect>>& effects) {
  struct Gathering {
    Effect* first = nullptr;
    int count = 0;
  };
  std::map<std::string, Gathering> by_person;
  std::vector<std::pair<EffectId, Effect>> kept;
  kept.reserve(effects.size());  // what is gathered into stays where it is
  for (auto& [id, effect] : effects) {
    const bool is_notice = effect.purpose == kNotice;
    Gathering& gathering = by_person[is_notice ? At(effect, "agent_id") : ""];
    if (!is_notice || gathering.count % kNoticesTogetherMax == 0) {
      kept.emplace_back(id, std::move(effect));
      if (is_notice) gathering = {&kept.back().second, 1};
      continue;
    }
    Join(effect, gathering.count++, *gathering.first);
  }
  effects = std::move(kept);
}

std::optional<Event> HeardInHouse(const Effect& effect) {
  const AgentId agent_id(At(effect, "agent_id"));
  if (effect.purpose != kNotice || agent_id.value().empty()) return std::nullopt;
  Notify told{FileOf(agent_id), agent_id, {}};
  auto notice = NoticeOf(effect.parameters, "");
  for (std::size_t i = 1; notice; ++i) {
    told.notices.push_back(*std::move(notice));
    notice = NoticeOf(effect.parameters, PrefixOf(i));
  }
  if (told.notices.empty()) return std::nullopt;
  return told;
}

bool IsWanted(const State& state, const Effect& effect) {
  if (effect.purpose == kFeedback || effect.purpose == kNotice) return true;
  return std::visit([&](const auto& file) { return IsWanted(file, effect); }, state);
}

LoopId LoopOf(const Effect& effect) {
  return LoopId(ParseUuid(At(effect, "loop_id")).value_or(Uuid{}));
}

bool IsOfIssue(const Loop& loop, const Effect& effect) {
  return loop.ask_time && At(effect, "ask_time") == Text(*loop.ask_time);
}

DeliveryId DeliveryOf(const Effect& effect) {
  const auto ticket_id = ParseUuid(At(effect, "ticket_id"));
  if (!ticket_id) return {};
  return DeliveryOf(TicketId(*ticket_id), Number(At(effect, "reply_version")));
}

}  // namespace recourse::followup
