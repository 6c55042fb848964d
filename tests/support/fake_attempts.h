#pragma once

#include <map>

#include "services/common/runtime/log_ports.h"
#include "tests/support/faults.h"

namespace recourse::testing {

// Table `attempts` in memory. Calls may fail before and after they took effect.
class FakeAttempts final : public AttemptStore {
 public:
  explicit FakeAttempts(Faults* faults = nullptr) : faults_(faults) {}

  StatusOr<Attempt> Begin(const Partition& partition) override {
    if (Status s = Try(); !s.ok()) return s;
    const Attempt before = rows[partition];
    rows[partition].running = true;
    if (Status s = Try(); !s.ok()) return s;
    return before;
  }
  Status Mark(const Partition& partition, std::int64_t sequence, int ends) override {
    if (Status s = Try(); !s.ok()) return s;
    rows[partition] = {true, sequence, ends};
    ++marks;
    return Try();
  }
  Status Clear(const Partition& partition) override {
    if (Status s = Try(); !s.ok()) return s;
    rows[partition] = {rows[partition].running, 0, 0};
    return Try();
  }
  Status End(const Partition& partition) override {
    if (Status s = Try(); !s.ok()) return s;
    rows.erase(partition);
    return Try();
  }

  std::map<Partition, Attempt> rows;
  int marks = 0;

 private:
  Status Try() { return faults_ == nullptr ? absl::OkStatus() : faults_->Try("attempts"); }
  Faults* faults_;
};

}  // namespace recourse::testing
