#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/common/runtime/log_ports.h"
#include "services/common/runtime/relay.h"
#include "tests/support/faults.h"

namespace recourse::testing {

// Outbox, heads and leases in memory. Calls may fail before and after they took effect.
class FakeRelayStore final : public RelayStore {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit FakeRelayStore(Clock clock, Faults* faults = nullptr)
      : clock_(std::move(clock)), faults_(faults) {}

  // What a commit does: the row gains its place.
  const Outgoing& Say(const Partition& partition, const Uuid& key, std::string payload) {
    auto& outbox = outboxes_[partition];
    const auto sequence = static_cast<std::int64_t>(outbox.size()) + 1;
    Outgoing row{partition, {1, 1, sequence}, {}, key, "recourse.count.v1.Said",
                 "recourse.count.v1.SaidEvent", std::move(payload), {}, Timestamp{}};
    row.id = FactId(NamedUuid(kRecourseSpace, ToString(partition) + std::to_string(sequence)));
    leases[partition];
    outbox.push_back(std::move(row));
    return outbox.back();
  }

  StatusOr<std::vector<Lease>> Hold(const std::string& owner) override {
    if (Status s = Try(); !s.ok()) return s;
    std::vector<Lease> held;
    for (auto& [partition, lease] : leases) {
      const bool free = lease.until < clock_();
      if (lease.owner != owner && !free) continue;
      if (lease.owner != owner || free) ++lease.term;
      lease.owner = owner;
      lease.until = clock_() + Relay::kLease;
      held.push_back({partition, lease.term, lease.acknowledged, Last(partition)});
    }
    if (Status s = Try(); !s.ok()) return s;
    return held;
  }

  StatusOr<std::vector<OutboxHead>> Heads() override {
    if (Status s = Try(); !s.ok()) return s;
    std::vector<OutboxHead> heads;
    for (const auto& [partition, lease] : leases) {
      heads.push_back({partition, Last(partition), lease.acknowledged});
    }
    return heads;
  }

  StatusOr<std::vector<Outgoing>> Read(const Partition& partition, std::int64_t after_sequence,
                                       int limit) override {
    ++reads;
    if (Status s = Try(); !s.ok()) return s;
    std::vector<Outgoing> rows;
    for (const Outgoing& row : outboxes_[partition]) {
      if (row.place.sequence > after_sequence && rows.size() < static_cast<std::size_t>(limit)) {
        rows.push_back(row);
      }
    }
    return rows;
  }

  StatusOr<bool> Acknowledge(const Partition& partition, std::int64_t term,
                             std::int64_t sequence) override {
    if (Status s = Try(); !s.ok()) return s;
    FakeLease& lease = leases[partition];
    if (lease.term != term) return false;
    lease.acknowledged = std::max(lease.acknowledged, sequence);
    if (Status s = Try(); !s.ok()) return s;
    return true;
  }

  Status Forget(int) override { return Try(); }

  // `recoursectl relay resend`: whoever holds the lease finds it gone.
  void Resend(const Partition& partition, std::int64_t from_sequence) {
    FakeLease& lease = leases[partition];
    ++lease.term;
    lease.until = {};
    lease.acknowledged = std::min(lease.acknowledged, from_sequence - 1);  // back, never on
  }
  std::int64_t Last(const Partition& partition) {
    return static_cast<std::int64_t>(outboxes_[partition].size());
  }
  const std::vector<Outgoing>& Outbox(const Partition& partition) { return outboxes_[partition]; }

  struct FakeLease {
    std::string owner;
    std::int64_t term = 0;
    std::chrono::steady_clock::time_point until{};
    std::int64_t acknowledged = 0;
  };
  std::map<Partition, FakeLease> leases;
  int reads = 0;

 private:
  Status Try() { return faults_ == nullptr ? absl::OkStatus() : faults_->Try("relay store"); }

  const Clock clock_;
  Faults* faults_;
  std::map<Partition, std::vector<Outgoing>> outboxes_;
};

}  // namespace recourse::testing
