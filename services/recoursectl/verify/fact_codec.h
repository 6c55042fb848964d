#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// The begin of the SHA-256 of type, schema, key and payload, as the SQL of outbox_store makes it.
Content ContentOf(const RawRecord& record);

// Reads facts of all topics into the evidence, each sequence once and only up to the cut; what kpi
// counts is folded up to the position of its counters, which are there before.
class FactReader {
 public:
  explicit FactReader(Evidence& evidence) : evidence_(evidence) {}
  void Take(const RawRecord& record);

 private:
  void FoldCounted(const RawRecord& record);
  void TakeFeedback(const RawRecord& record);
  void TakeTicket(const RawRecord& record);
  void TakeLoop(const RawRecord& record);
  void Unreadable(const RawRecord& record, const char* why);

  Evidence& evidence_;
  std::map<Partition, std::unordered_set<std::int64_t>> folded_;  // sequences that are counted
};

}  // namespace recourse::ctl::verify
