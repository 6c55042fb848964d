#pragma once

#include <memory>
#include <mutex>

#include "services/classify/domain/policy.h"
#include "services/common/core/status.h"
#include "services/common/postgres/pool.h"

namespace recourse::classify {

// The active version of the rules, compiled once and kept while it is the active one. Thread-safe.
class RulesStore {
 public:
  // As the session sees it now; version 0 where nobody has put rules yet. DATA_LOSS when the kept
  // document cannot be read: it was checked before it was kept.
  StatusOr<std::shared_ptr<const Policy>> Active(Session& session);

  // The version that a session saw last, without asking: version 0 before the first.
  std::shared_ptr<const Policy> Latest() const;

 private:
  StatusOr<std::shared_ptr<const Policy>> Read(Session& session, std::int64_t version);

  mutable std::mutex mutex_;
  std::shared_ptr<const Policy> active_ = std::make_shared<const Policy>();
};

}  // namespace recourse::classify
