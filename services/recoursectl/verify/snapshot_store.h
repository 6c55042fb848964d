#pragma once

#include <optional>

#include "services/common/postgres/pool.h"

namespace recourse::ctl::verify {

// One instant of PostgreSQL, over the schemas of all services: what is asked here is read as it was
// when this was opened, whatever is committed meanwhile. It writes nothing and locks nothing.
class Snapshot {
 public:
  static StatusOr<Snapshot> Open(Pool& pool);
  StatusOr<Result> Ask(Statement statement) { return session_.Ask(std::move(statement)); }
  Timestamp time() const { return time_; }

 private:
  Snapshot(Session session, Timestamp time) : session_(std::move(session)), time_(time) {}
  Session session_;
  Timestamp time_;
};

// Rows a page: few enough for the server's time limit on one statement.
inline constexpr int kPageRows = 20'000;

}  // namespace recourse::ctl::verify
