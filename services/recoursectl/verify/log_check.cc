#include "services/recoursectl/verify/log_check.h"

#include <algorithm>

namespace recourse::ctl::verify {
namespace {

struct LogChecks {
  Check dense{"B9", "every topic's sequences follow each other without a hole"};
  Check once{"L1", "no fact stands in a topic under two sequences"};
  Check same{"L2", "no sequence of a topic stands for two facts"};
  Check sent{"B18", "every fact that was acknowledged is in its topic, up to the last"};
  Check told{"B3a", "every record of a topic is a row of its outbox, committed with its state"};
  Check numbered{"B19", "every outbox is dense up to its head, and no more is acknowledged"};
  Check readable{"B8", "every fact can be read as what its topic carries"};
};

// The row of `sequence`; null where it is forgotten or was never there.
const Kept* Find(const std::vector<Kept>& outbox, std::int64_t sequence) {
  const auto found = std::lower_bound(
      outbox.begin(), outbox.end(), sequence,
      [](const Kept& row, std::int64_t wanted) { return row.place.sequence < wanted; });
  return found == outbox.end() || found->place.sequence != sequence ? nullptr : &*found;
}

// The first record of each sequence, by sequence.
std::map<std::int64_t, const Sent*> FirstOfEach(const Partition& partition,
                                                const std::vector<Sent>& log, Check& same) {
  std::map<std::int64_t, const Sent*> first;
  for (const Sent& record : log) {
    if (record.place.sequence == 0) continue;
    const auto [found, fresh] = first.emplace(record.place.sequence, &record);
    const Sent& before = *found->second;
    same.Examine(fresh || (before.id == record.id && before.content == record.content),
                 PlaceText(partition, record.place.sequence) + " at offsets " +
                     std::to_string(before.offset) + " and " + std::to_string(record.offset));
  }
  return first;
}

// Up to what is acknowledged; beyond that the relay may be sending again.
void CheckPresence(const Partition& partition, const LogEvidence& evidence,
                   const std::map<std::int64_t, const Sent*>& first, LogChecks& checks) {
  std::int64_t expected = first.empty() ? 1 : first.begin()->first;
  if (!evidence.outbox.empty()) {
    const std::int64_t kept_from = evidence.outbox.front().place.sequence;
    expected = kept_from == 1 ? 1 : std::max(kept_from, expected);
  }
  const std::int64_t last = first.empty() ? 0 : first.rbegin()->first;
  for (; expected <= evidence.acknowledged_sequence; ++expected) {
    const bool present = first.contains(expected);
    const bool is_tail = expected > last;
    checks.dense.Examine(present || is_tail, PlaceText(partition, expected) + " is absent");
    checks.sent.Examine(present || !is_tail,
                        PlaceText(partition, expected) + " is acknowledged and not in the topic");
  }
}

void CheckOrigin(const Partition& partition, const LogEvidence& evidence, Check& told) {
  for (const Sent& record : evidence.log) {
    const std::int64_t sequence = record.place.sequence;
    const std::string where = ToString(partition) + " offset " + std::to_string(record.offset);
    if (sequence == 0) {
      told.Examine(false, where + " has no place: nobody who keeps the rules wrote it");
    } else if (sequence > evidence.last_sequence_after) {
      told.Examine(false, where + " has sequence " + std::to_string(sequence) +
                              ", which nobody has given out yet");
    } else if (const Kept* row = Find(evidence.outbox, sequence); row != nullptr) {
      told.Examine(row->id == record.id && row->content == record.content &&
                       row->place == record.place,
                   where + " is not what the outbox has under sequence " +
                       std::to_string(sequence));
    }
  }
}

void CheckNumbers(const Partition& partition, const LogEvidence& evidence, Check& numbered) {
  numbered.Examine(evidence.acknowledged_sequence <= evidence.last_sequence,
                   ToString(partition) + ": acknowledged " +
                       std::to_string(evidence.acknowledged_sequence) + " of " +
                       std::to_string(evidence.last_sequence));
  const auto& outbox = evidence.outbox;
  if (outbox.empty()) return;
  for (std::size_t i = 1; i < outbox.size(); ++i) {
    numbered.Examine(outbox[i].place.sequence == outbox[i - 1].place.sequence + 1,
                     PlaceText(partition, outbox[i - 1].place.sequence + 1) +
                         " is absent from the outbox");
  }
  numbered.Examine(outbox.back().place.sequence == evidence.last_sequence,
                   ToString(partition) + ": the head is at " +
                       std::to_string(evidence.last_sequence) + ", the outbox at " +
                       std::to_string(outbox.back().place.sequence));
}

using Places = std::map<std::string, std::unordered_map<Uuid, std::pair<int, std::int64_t>>>;

void CheckIds(const Partition& partition, const LogEvidence& evidence, Places& places,
              Check& once) {
  auto& seen = places[partition.topic];
  for (const Sent& record : evidence.log) {
    if (record.place.sequence == 0) continue;
    const std::pair place{partition.number, record.place.sequence};
    const auto [found, fresh] = seen.emplace(record.id.uuid(), place);
    once.Examine(fresh || found->second == place,
                 ToString(record.id) + " is " + PlaceText(partition, place.second) + " and " +
                     PlaceText({partition.topic, found->second.first}, found->second.second));
  }
}

}  // namespace

std::vector<Check> CheckLogs(const Evidence& evidence) {
  LogChecks checks;
  Places places;
  for (const auto& [partition, log] : evidence.logs) {
    const auto first = FirstOfEach(partition, log.log, checks.same);
    CheckPresence(partition, log, first, checks);
    CheckOrigin(partition, log, checks.told);
    CheckNumbers(partition, log, checks.numbered);
    CheckIds(partition, log, places, checks.once);
    checks.readable.examined += static_cast<std::int64_t>(log.outbox.size());
  }
  for (const std::string& example : evidence.unreadable) checks.readable.Violate(example);
  return {checks.dense,    checks.once,     checks.same,    checks.sent,
          checks.told,     checks.numbered, checks.readable};
}

}  // namespace recourse::ctl::verify
