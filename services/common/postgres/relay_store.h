#pragma once

#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// Outbox and leases of one service. The first Hold of a process takes new terms, also for leases
// that an earlier process of the same name held: what that one still says has no effect.
class PgRelayStore final : public RelayStore {
 public:
  explicit PgRelayStore(Pool& pool) : pool_(pool) {}
  StatusOr<std::vector<Lease>> Hold(const std::string& owner) override;
  StatusOr<std::vector<OutboxHead>> Heads() override;
  StatusOr<std::vector<Outgoing>> Read(const Partition& partition, std::int64_t after_sequence,
                                       int limit) override;
  StatusOr<bool> Acknowledge(const Partition& partition, std::int64_t term,
                             std::int64_t sequence) override;
  Status Forget(int days) override;

 private:
  Pool& pool_;
  bool fresh_ = true;
};

// What is in hand, and which record alone (design: poison).
class PgAttemptStore final : public AttemptStore {
 public:
  explicit PgAttemptStore(Pool& pool) : pool_(pool) {}
  StatusOr<Attempt> Begin(const Partition& partition) override;
  Status Mark(const Partition& partition, std::int64_t sequence, int ends) override;
  Status Clear(const Partition& partition) override;
  Status End(const Partition& partition) override;

 private:
  Pool& pool_;
};

}  // namespace recourse
