#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/record.h"

// The statements on the tables that every service has (migrations/0000_runtime.sql).
namespace recourse::statements {

Statement Begin();
Statement Commit();

// Makes the row if need be (first) and locks it (second).
std::vector<Statement> LockPosition(const Partition& partition);
Position PositionOf(const Result& locked);
Statement ReadPosition(const Partition& partition);
// Of a topic that this service says itself: a position so many records before its head, at most,
// where there is none yet or where the outbox has forgotten what would come next.
Statement BeginNear(const Partition& partition, int records);
Statement Advance(const Partition& partition, const Position& position);

std::vector<Statement> LockRequests(const std::vector<RequestId>& requests);
Statement Remember(const RequestId& request, const std::string& digest, const std::string& answer);

// The clock of the record system, to the millisecond below.
Statement Now();

// A timer whatever its domain: `key` is the aggregate's.
struct AnyTimer {
  Uuid id;
  Uuid key;
  Timer timer;
};
Statement SetTimers(const std::vector<AnyTimer>& timers);
Statement ClearTimers(const std::vector<Uuid>& timers);
// Those due, oldest first; and in how many milliseconds the next one is due, NULL for none.
std::vector<Statement> DueTimers(int limit);
std::vector<AnyTimer> TimersOf(const Result& due);

// A fact on its way into the outbox; its sequence is gained on insertion.
struct Said {
  Partition partition;
  FactId id;
  Uuid key;
  std::string type;
  std::string schema;
  std::string payload;
  std::vector<std::string> headers;  // name, value, name, value, ...
  std::string traceparent{};         // becomes a header of that name; empty for none
};
// Locks the heads in ascending order, raises them and inserts the rows with the numbers gained. A
// fact for a topic without a head, or of more than kFactBytesMax, is refused whole.
std::vector<Statement> Say(const std::vector<Said>& facts, Timestamp recorded_time);

// Makes heads and relays of a topic where there are none.
std::vector<Statement> EnsureTopic(const std::string& topic);

}  // namespace recourse::statements
