#pragma once

#include <memory>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/ports.h"

namespace recourse {

// What of the system of record is not the same in every service: the rows of its aggregates and
// its policy. Implemented by the service's _store.cc, once; thread-safe.
template <Decider D>
class Tables {
 public:
  using View = typename UnitOfWork<D>::View;
  virtual ~Tables() = default;
  // Locks the aggregates in the order given, which is ascending, making rows for those that have
  // none, and reads the states of those that exist.
  virtual StatusOr<View> Load(Session& session, const std::vector<typename D::Key>& keys) = 0;
  // Queues the writing of the states that differ from `changes.before`, and of what the service
  // keeps of its facts.
  virtual void Save(Session& session, const Changes<D>& changes) = 0;
  // The policy that is active in this transaction.
  virtual StatusOr<std::shared_ptr<const typename D::Policy>> ReadPolicy(Session& session) = 0;
};

}  // namespace recourse
