#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "services/common/runtime/effect_state.h"
#include "services/common/runtime/record.h"
#include "services/followup/domain/fact.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "services/routing/adapters/ticket_row.h"
#include "services/routing/domain/event.h"

// What the checks judge: everything as it was at one cut, as values.
namespace recourse::ctl::verify {

inline constexpr const char* kReceivedTopic = "recourse.ingest.feedback.v1";
inline constexpr const char* kClassifiedTopic = "recourse.classify.feedback.v1";
inline constexpr const char* kTicketTopic = "recourse.routing.ticket.v1";
inline constexpr const char* kLoopTopic = "recourse.followup.loop.v1";

// A fact's type, schema, key and payload in 16 bytes: the begin of a SHA-256.
using Content = Id<struct ContentTag>;

// A row of an outbox.
struct Kept {
  Place place;
  FactId id;
  Content content;
};

// A record of the log; sequence 0 in its place makes it a stray.
struct Sent {
  std::int64_t offset = 0;
  Place place;
  FactId id;
  Content content;
};

// One partition: what its outbox holds and what the log does.
struct LogEvidence {
  std::int64_t last_sequence = 0;          // of its head
  std::int64_t acknowledged_sequence = 0;  // of its relay
  std::int64_t last_sequence_after = 0;    // of its head, once the log had been read
  std::vector<Kept> outbox{};              // ascending
  std::vector<Sent> log{};                 // in the order of the log
};
using Logs = std::map<Partition, LogEvidence>;

// Facts of one topic up to the cut, each once: by partition and sequence. Those that the log does
// not have yet are the outbox's.
template <typename Fact>
using Facts = std::map<Partition, std::map<std::int64_t, Fact>>;

// Of ingest or of classify.
struct FeedbackFact {
  FactId id;
  Uuid feedback_id;
  int ordinal = 1;  // of the classification
};

using HeardSequences = std::map<Partition, std::int64_t>;

enum class DispositionKind { kOpened = 1, kJoined = 2, kRecorded = 3 };
struct Disposition {
  DispositionKind kind = DispositionKind::kOpened;
  Uuid ticket_id;  // zero where there is none
  friend bool operator==(const Disposition&, const Disposition&) = default;
};

// What classify keeps of one piece of feedback: 1 the machine's, 2 and up corrections.
struct ClassificationRows {
  std::int64_t count = 0;
  int ordinal_min = 0;
  int ordinal_max = 0;             // of what is in force
  std::int64_t waiting_count = 0;  // rows in triage
  int waiting_ordinal = 0;         // the highest of these; 0 where there is none
  // Rows that name a model, of either tier, which had not been activated for it by then.
  std::int64_t usurped_count = 0;
};

struct DeadLetterEvidence {
  Partition partition;  // where it lies
  std::int64_t sequence = 0;
  FactId origin_id;
  std::string reason;
  bool replayed = false;
};

struct TicketRow {
  routing::TicketId ticket_id;
  routing::FileId file_id;
  routing::Ticket ticket;
  routing::AnswerColumns answer;  // as they stand in the row beside its clocks
};

struct TimerRow {
  Uuid timer_id;
  Uuid key;
  Timer timer;
};

struct LoopRow {
  followup::LoopId loop_id;
  followup::FileId file_id;
  followup::Loop loop;         // as the columns have it
  bool is_as_recorded = true;  // the row's record says the same
  bool is_in_file = true;      // else its file was full, and hears nothing of it any more
};

struct DeliveryRow {
  followup::DeliveryId delivery_id;
  followup::FileId file_id;
  followup::Delivery delivery;
  bool is_as_recorded = true;
  bool is_in_file = true;
};

// What was to leave the house.
struct EffectRow {
  EffectId effect_id;
  Effect effect;
  EffectState state = EffectState::kPending;
  std::string message_id{};
};

struct Evidence {
  Timestamp cut_time;  // by the clock of PostgreSQL
  Logs logs;
  std::vector<std::string> unreadable;  // facts whose bytes are not what their topic carries
  Facts<FeedbackFact> received;
  Facts<FeedbackFact> classified;
  Facts<routing::Fact> told;         // by routing
  Facts<followup::Fact> followed{};  // by followup
  HeardSequences heard_by_classify;
  HeardSequences heard_by_routing;
  HeardSequences heard_by_followup{};
  std::unordered_set<Uuid> registered;
  std::unordered_map<Uuid, Disposition> dispositions;
  std::unordered_map<Uuid, ClassificationRows> classifications{};
  std::vector<DeadLetterEvidence> dead_letters;
  std::vector<TicketRow> tickets;
  std::vector<TimerRow> timers;
  std::vector<LoopRow> loops{};
  std::vector<DeliveryRow> deliveries{};
  std::vector<EffectRow> effects{};
  std::vector<TimerRow> followup_timers{};
  std::map<Partition, kpi::StoredPartition> counters;
  // What the facts come to, up to the positions of those counters.
  std::map<Partition, kpi::Counters> folded{};
  std::optional<std::vector<std::string>> acknowledged{};  // as the file has them
};

// Whether every fact that was ever said in the topic is among the evidence: outboxes and logs
// forget after so many days, and what began before that cannot be told to be without a begin.
bool IsWhole(const Logs& logs, const std::string& topic);

// The id of the fact in a place; empty where its outbox has forgotten it.
FactId FactIdAt(const Logs& logs, const Partition& partition, std::int64_t sequence);

// Whether a hearer has come to that place or beyond it.
bool Passed(const HeardSequences& heard, const Partition& partition, std::int64_t sequence);

std::string PlaceText(const Partition& partition, std::int64_t sequence);

}  // namespace recourse::ctl::verify
