#include "services/recoursectl/verify/fact_codec.h"

#include <openssl/sha.h>

#include <algorithm>

#include "recourse/classify/v1/feedback_event.pb.h"
#include "recourse/ingest/v1/feedback_event.pb.h"
#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/kpi/adapters/tally.h"

namespace recourse::ctl::verify {
namespace {

namespace pb = ::recourse::routing::v1;

std::string_view Header(const RawRecord& record, std::string_view name) {
  for (const auto& [each, value] : record.headers) {
    if (each == name) return value;
  }
  return {};
}

Timestamp TimeOf(const google::protobuf::Timestamp& time) {
  return Timestamp(Duration(time.seconds() * 1000 + time.nanos() / 1'000'000));
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
  return out;
}

routing::TicketOpened OpenedOf(const pb::TicketOpened& in) {
  routing::TicketOpened out;
  out.subject = in.subject();
  out.clock.due_time = TimeOf(in.due_time());
  out.clock.warn_time = TimeOf(in.warn_time());
  out.clock.target_ms = in.target_ms();
  out.routing_rule = in.routing_rule();
  return out;
}

// Without the words of people, which no check needs.
std::optional<routing::What> WhatOf(const pb::TicketEvent& in) {
  switch (in.fact_case()) {
    case pb::TicketEvent::kOpened:
      return OpenedOf(in.opened());
    case pb::TicketEvent::kJoined:
      return routing::FeedbackJoined{};
    case pb::TicketEvent::kRecorded:
      return routing::FeedbackRecorded{in.recorded().type()};
    case pb::TicketEvent::kTaken:
      return routing::TicketTaken{routing::AgentId(in.taken().agent_id())};
    case pb::TicketEvent::kReplied:
      return routing::TicketReplied{routing::AgentId(in.replied().agent_id()), ""};
    case pb::TicketEvent::kResolved:
      return routing::TicketResolved{routing::AgentId(in.resolved().agent_id()), ""};
    case pb::TicketEvent::kClockWarned:
      return routing::ClockWarned{TimeOf(in.clock_warned().due_time())};
    case pb::TicketEvent::kClockBreached:
      return routing::ClockBreached{TimeOf(in.clock_breached().due_time())};
    default:
      return std::nullopt;
  }
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
    fact.durations_ended.push_back({ended.kind(), ended.duration_ms()});
  }
  fact.versions = {in.routing_policy_version(), in.sla_policy_version()};
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

void FactReader::Unreadable(const RawRecord& record, const char* why) {
  evidence_.unreadable.push_back(PlaceText(record.partition, record.place.sequence) + ": " + why);
}

}  // namespace recourse::ctl::verify
