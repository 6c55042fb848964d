#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/recoursectl/verify/evidence.h"

namespace recourse::ctl::verify {

// The begin of the SHA-256 of type, schema, key and payload, as the SQL of outbox_store makes it.
Content ContentOf(const RawRecord& record);

// Reads facts of all topics into the evidence, each sequence once and only up to the cut.
class FactReader {
 public:
  explicit FactReader(Evidence& evidence) : evidence_(evidence) {}
  void Take(const RawRecord& record);

 private:
  void TakeFeedback(const RawRecord& record);
  void TakeTicket(const RawRecord& record);
  void Unreadable(const RawRecord& record, const char* why);

  Evidence& evidence_;
};

}  // namespace recourse::ctl::verify
