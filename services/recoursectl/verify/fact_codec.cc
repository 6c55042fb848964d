#include "services/recoursectl/verify/fact_codec.h"

#include <openssl/sha.h>

#include <algorithm>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/ingest/v1/feedback_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/kpi/adapters/tally.h"
#include "services/recoursectl/verify/loop_fact_codec.h"
#include "services/routing/adapters/proto_values.h"

namespace recourse::ctl::verify {
namespace {

namespace pb = ::recourse::routing::v1;
using routing::TimeOf;

std::string_view Header(const RawRecord& record, std::string_view name) {
  for (const auto& [each, value] : record.headers) {
    if (each == name) return value;
  }
  return {};
}

// Empty is the zero id; what is neither is unreadable.
bool ReadId(const std::string& text, Uuid& id) {
  if (text.empty()) return true;
  const auto parsed = ParseUuid(text);
  if (parsed) id = *parsed;
  return parsed.has_value();
}

routing::Dimensions DimensionsOf(const pb::Dimensions& in) {
  routing::Dimensions out;
  out.branch_id = routing::BranchId(in.branch_id());
  out.region_id = routing::RegionId(in.region_id());
  out.category = routing::Category(in.category());
  out.channel = routing::Channel(in.channel());
  out.agent_id = routing::AgentId(in.agent_id());
  out.severity = in.severity();
  if (in.state() != pb::TICKET_STATE_UNSPECIFIED) {
    out.state = static_cast<routing::TicketState>(in.state());
  }
  if (in.response_clock() != pb::CLOCK_STATE_UNSPECIFIED) {
    out.response_clock = static_cast<routing::ClockState>(in.response_clock());
  }
  for (const auto& clock : in.clocks()) {
    routing::ClockStanding standing{{routing::KindOf(clock.kind()), clock.cycle()},
                                    static_cast<routing::ClockState>(clock.state())};
    if (clock.has_due_time()) standing.due_time = TimeOf(clock.due_time());
    standing.breach_cause = clock.breach_cause();
    out.clocks.push_back(standing);
  }
  return out;
}

routing::TicketOpened OpenedOf(const pb::TicketOpened& in) {
  routing::TicketOpened out;
  out.subject = in.subject();
  if (in.has_due_time()) out.due_time = TimeOf(in.due_time());
  if (in.has_warn_time()) out.warn_time = TimeOf(in.warn_time());
  out.target = Duration(in.target_ms());
  out.calendar_id = in.calendar_id();
  out.routing_rule = in.routing_rule();
  out.split_from = routing::TicketId(ParseUuid(in.split_from_ticket_id()).value_or(Uuid{}));
  if (in.has_open_time()) out.open_time = TimeOf(in.open_time());
  out.recorded_before = in.recorded_before();
  return out;
}

// In older facts the kind is unspecified: the first response, of cycle 1.
template <typename Message>
routing::sla::ClockName ClockOf(const Message& in) {
  return {routing::KindOf(in.kind()), std::max(in.cycle(), 1)};
}

routing::What RecomputedOf(const pb::ClockRecomputed& in) {
  routing::ClockRecomputed out{ClockOf(in), {}, {}, in.cause()};
  if (in.has_old_due_time()) out.old_due_time = TimeOf(in.old_due_time());
  if (in.has_new_due_time()) out.new_due_time = TimeOf(in.new_due_time());
  return out;
}

routing::What RevokedOf(const pb::ClockBreachRevoked& in) {
  routing::ClockBreachRevoked out{ClockOf(in),
                                  {},
                                  TimeOf(in.breach_time()),
                                  TimeOf(in.answered_time()),
                                  routing::AgentId(in.agent_id()),
                                  "",
                                  in.breach_cause()};
  if (in.has_due_time()) out.due_time = TimeOf(in.due_time());
  return out;
}

// What the clocks said, and what became of their promises.
std::optional<routing::What> ClockFactOf(const pb::TicketEvent& in) {
  switch (in.fact_case()) {
    case pb::TicketEvent::kClockWarned:
      return routing::ClockWarned{TimeOf(in.clock_warned().due_time()), ClockOf(in.clock_warned())};
    case pb::TicketEvent::kClockBreached:
      return routing::ClockBreached{TimeOf(in.clock_breached().due_time()),
                                    ClockOf(in.clock_breached()), in.clock_breached().cause()};
    case pb::TicketEvent::kClockEscalated:
      return routing::ClockEscalated{TimeOf(in.clock_escalated().due_time()),
                                     ClockOf(in.clock_escalated()), in.clock_escalated().level()};
    case pb::TicketEvent::kClockRecomputed:
      return RecomputedOf(in.clock_recomputed());
    case pb::TicketEvent::kClockBreachRevoked:
      return RevokedOf(in.clock_breach_revoked());
    case pb::TicketEvent::kEscalationAcknowledged:
      return routing::EscalationAcknowledged{
          routing::AgentId(in.escalation_acknowledged().agent_id()),
          ClockOf(in.escalation_acknowledged()), in.escalation_acknowledged().level()};
    case pb::TicketEvent::kStandardChanged:
      return routing::StandardChanged{{in.standard_changed().standard_id(), ""}};
    default:
      return std::nullopt;
  }
}

routing::What MergedOf(const pb::TicketMerged& in) {
  const auto into = ParseUuid(in.into_ticket_id());
  return routing::TicketMerged{routing::AgentId(in.agent_id()),
                               routing::TicketId(into.value_or(Uuid{}))};
}

routing::What UnmergedOf(const pb::TicketUnmerged& in) {
  const auto from = ParseUuid(in.from_ticket_id());
  return routing::TicketUnmerged{routing::AgentId(in.agent_id()),
                                 routing::TicketId(from.value_or(Uuid{})), ""};
}

routing::What SplitOf(const pb::TicketSplit& in) {
  return routing::TicketSplit{routing::AgentId(in.agent_id()),
                              routing::FeedbackId(ParseUuid(in.feedback_id()).value_or(Uuid{})),
                              routing::TicketId(ParseUuid(in.into_ticket_id()).value_or(Uuid{})),
                              in.same_matter(), ""};
}

routing::What ReclassifiedOf(const pb::TicketReclassified& in) {
  return routing::TicketReclassified{in.corrected_by(), "",
                                     in.type(),         routing::Category(in.category()),
                                     in.severity(),     in.classification_ordinal()};
}

routing::What SuggestedOf(const pb::MatterSuggested& in) {
  const auto suggested = ParseUuid(in.suggested_ticket_id());
  return routing::MatterSuggested{{routing::TicketId(suggested.value_or(Uuid{})),
                                   in.suggested_number(), in.similarity_percent(),
                                   in.like_count()}};
}

routing::What SuggestionEndedOf(const pb::SuggestionEnded& in) {
  const auto suggested = ParseUuid(in.suggested_ticket_id());
  return routing::SuggestionEnded{routing::AgentId(in.agent_id()),
                                  routing::TicketId(suggested.value_or(Uuid{})), in.cause()};
}

// What people did with a ticket, without their words, which no check needs.
std::optional<routing::What> WorkOf(const pb::TicketEvent& in) {
  switch (in.fact_case()) {
    case pb::TicketEvent::kTaken:
      return routing::TicketTaken{routing::AgentId(in.taken().agent_id())};
    case pb::TicketEvent::kReplied:
      return routing::TicketReplied{routing::AgentId(in.replied().agent_id()), ""};
    case pb::TicketEvent::kResolved:
      return routing::TicketResolved{routing::AgentId(in.resolved().agent_id()), ""};
    case pb::TicketEvent::kNoted:
      return routing::TicketNoted{routing::AgentId(in.noted().agent_id()), ""};
    case pb::TicketEvent::kWaiting:
      return routing::TicketWaiting{routing::AgentId(in.waiting().agent_id()), ""};
    case pb::TicketEvent::kResumed:
      return routing::TicketResumed{routing::AgentId(in.resumed().agent_id()), ""};
    case pb::TicketEvent::kTransferred:
      return routing::TicketTransferred{routing::AgentId(in.transferred().agent_id()), "",
                                        in.transferred().cause()};
    case pb::TicketEvent::kReturned:
      return routing::TicketReturned{routing::AgentId(in.returned().agent_id()), ""};
    case pb::TicketEvent::kReturnJudged:
      return routing::ReturnJudged{routing::AgentId(in.return_judged().agent_id()),
                                   in.return_judged().justified(), ""};
    case pb::TicketEvent::kClosed:
      return routing::TicketClosed{routing::AgentId(in.closed().agent_id()), ""};
    case pb::TicketEvent::kMerged:
      return MergedOf(in.merged());
    case pb::TicketEvent::kUnmerged:
      return UnmergedOf(in.unmerged());
    case pb::TicketEvent::kSplit:
      return SplitOf(in.split());
    case pb::TicketEvent::kReclassified:
      return ReclassifiedOf(in.reclassified());
    case pb::TicketEvent::kMatterSuggested:
      return SuggestedOf(in.matter_suggested());
    case pb::TicketEvent::kSuggestionEnded:
      return SuggestionEndedOf(in.suggestion_ended());
    default:
      return std::nullopt;
  }
}

std::optional<routing::What> WhatOf(const pb::TicketEvent& in) {
  switch (in.fact_case()) {
    case pb::TicketEvent::kOpened:
      return OpenedOf(in.opened());
    case pb::TicketEvent::kJoined:
      return routing::FeedbackJoined{in.joined().recorded_before()};
    case pb::TicketEvent::kRecorded:
      return routing::FeedbackRecorded{in.recorded().type()};
    case pb::TicketEvent::kReopened:
      return routing::TicketReopened{
          routing::AgentId(in.reopened().agent_id()), in.reopened().cause(), "", {}};
    case pb::TicketEvent::kResolutionConfirmed:
      return routing::ResolutionConfirmed{in.resolution_confirmed().first_contact(),
                                          TimeOf(in.resolution_confirmed().resolve_time())};
    default:
      break;
  }
  if (auto work = WorkOf(in)) return work;
  return ClockFactOf(in);
}

bool ReadIds(const pb::TicketEvent& in, routing::Fact& fact) {
  Uuid ticket_id, customer_id, feedback_id;
  const bool read = ReadId(in.ticket_id(), ticket_id) && ReadId(in.customer_id(), customer_id) &&
                    ReadId(in.feedback_id(), feedback_id);
  fact.ticket_id = routing::TicketId(ticket_id);
  fact.customer_id = routing::CustomerId(customer_id);
  fact.feedback_id = routing::FeedbackId(feedback_id);
  return read;
}

std::optional<routing::Fact> FactOf(const pb::TicketEvent& in) {
  auto what = WhatOf(in);
  routing::Fact fact;
  if (!what || !ReadIds(in, fact)) return std::nullopt;
  fact.ticket_version = in.ticket_version();
  fact.number = in.number();
  fact.occurred_time = TimeOf(in.occurred_time());
  fact.recorded_time = TimeOf(in.recorded_time());
  if (in.has_before()) fact.before = DimensionsOf(in.before());
  if (in.has_after()) fact.after = DimensionsOf(in.after());
  for (const auto& ended : in.durations_ended()) {
    std::optional<std::int64_t> business_ms;
    if (ended.has_business_ms()) business_ms = ended.business_ms();
    fact.durations_ended.push_back({ended.kind(), ended.duration_ms(), business_ms});
  }
  fact.versions = {in.routing_policy_version(), in.sla_policy_version()};
  fact.cycle = in.cycle();
  fact.language = in.language();
  fact.what = *std::move(what);
  return fact;
}

// Nothing where the bytes are no such event.
template <typename Event>
std::optional<FeedbackFact> FeedbackOf(const RawRecord& record, Event& event) {
  if (!event.ParseFromString(record.payload)) return std::nullopt;
  const auto feedback_id = ParseUuid(event.feedback_id());
  if (!feedback_id) return std::nullopt;
  return FeedbackFact{record.id, *feedback_id, 1};
}

std::optional<FeedbackFact> FeedbackOf(const RawRecord& record) {
  if (record.partition.topic == kReceivedTopic) {
    ingest::v1::FeedbackEvent event;
    auto fact = FeedbackOf(record, event);
    return event.has_received() ? fact : std::nullopt;
  }
  classify::v1::FeedbackEvent event;
  auto fact = FeedbackOf(record, event);
  if (!event.has_classified()) return std::nullopt;
  if (fact) fact->ordinal = event.classified().ordinal();
  return fact;
}

}  // namespace

Content ContentOf(const RawRecord& record) {
  std::string bytes(Header(record, "ce_type"));
  bytes += '\n';
  bytes += Header(record, "ce_dataschema");
  bytes += '\n' + record.key + '\n' + record.payload;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  Uuid content;
  std::copy(digest, digest + content.bytes.size(), content.bytes.begin());
  return Content(content);
}

void FactReader::Take(const RawRecord& record) {
  const auto log = evidence_.logs.find(record.partition);
  if (log == evidence_.logs.end() || record.place.sequence == 0 ||
      record.place.sequence > log->second.last_sequence) {
    return;
  }
  FoldCounted(record);
  const std::string& topic = record.partition.topic;
  if (topic == kTicketTopic) TakeTicket(record);
  if (topic == kLoopTopic) TakeLoop(record);
  if (topic == kReceivedTopic || topic == kClassifiedTopic) TakeFeedback(record);
}

// By kpi's own reading of the bytes: what is proved is that Redis holds the sum of the facts. What
// a record means for a count has its own tests.
void FactReader::FoldCounted(const RawRecord& record) {
  const auto stored = evidence_.counters.find(record.partition);
  if (stored == evidence_.counters.end() || !stored->second.counted) return;
  const std::int64_t sequence = record.place.sequence;
  if (sequence > stored->second.counted->position.sequence) return;
  if (!folded_[record.partition].insert(sequence).second) return;
  kpi::CountFact(record, evidence_.folded[record.partition]);
}

void FactReader::TakeFeedback(const RawRecord& record) {
  auto& facts =
      record.partition.topic == kReceivedTopic ? evidence_.received : evidence_.classified;
  auto& own = facts[record.partition];
  if (own.contains(record.place.sequence)) return;
  const auto fact = FeedbackOf(record);
  if (!fact) return Unreadable(record, "no FeedbackEvent");
  own.emplace(record.place.sequence, *fact);
}

void FactReader::TakeTicket(const RawRecord& record) {
  auto& own = evidence_.told[record.partition];
  if (own.contains(record.place.sequence)) return;
  pb::TicketEvent event;
  if (!event.ParseFromString(record.payload)) return Unreadable(record, "no TicketEvent");
  auto fact = FactOf(event);
  if (!fact) return Unreadable(record, "a TicketEvent that this build does not know");
  own.emplace(record.place.sequence, *std::move(fact));
}

void FactReader::TakeLoop(const RawRecord& record) {
  auto& own = evidence_.followed[record.partition];
  if (own.contains(record.place.sequence)) return;
  auto fact = LoopFactOf(record.payload);
  if (!fact) return Unreadable(record, "no LoopEvent that this build knows");
  own.emplace(record.place.sequence, *std::move(fact));
}

void FactReader::Unreadable(const RawRecord& record, const char* why) {
  evidence_.unreadable.push_back(PlaceText(record.partition, record.place.sequence) + ": " + why);
}

}  // namespace recourse::ctl::verify
