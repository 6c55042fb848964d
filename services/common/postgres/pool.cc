#include "services/common/postgres/pool.h"

#include <utility>

namespace recourse {

Session::Session(Pool& pool, std::unique_ptr<Connection> connection)
    : pool_(&pool), connection_(std::move(connection)) {}

Session::~Session() {
  if (connection_ != nullptr) pool_->Return(std::move(connection_));
}

StatusOr<std::vector<Result>> Session::Ask(std::vector<Statement> statements) {
  const std::size_t before = queued_.size();
  for (auto& statement : statements) queued_.push_back(std::move(statement));
  auto results = connection_->Run(queued_);
  queued_.clear();
  if (results.ok()) {
    results->erase(results->begin(), results->begin() + static_cast<std::ptrdiff_t>(before));
  }
  return results;
}

StatusOr<Result> Session::Ask(Statement statement) {
  std::vector<Statement> one;
  one.push_back(std::move(statement));
  auto results = Ask(std::move(one));
  if (!results.ok()) return results.status();
  return std::move(results->front());
}

Status Session::Flush() {
  if (queued_.empty()) return absl::OkStatus();
  return Ask(std::vector<Statement>{}).status();
}

StatusOr<Session> Pool::Acquire() {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, kWaitForSession, [&] { return lent_ < size_; })) {
    return absl::ResourceExhaustedError("postgresql: every session is in use; try again");
  }
  ++lent_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return Session(*this, std::move(connection));
  }
  lock.unlock();
  auto opened = Connection::Open(dsn_, kWaitForConnect);
  if (opened.ok()) return Session(*this, *std::move(opened));
  lock.lock();
  --lent_;
  returned_.notify_one();
  return opened.status();
}

StatusOr<Result> Pool::Ask(Statement statement) {
  auto session = Acquire();
  if (!session.ok()) return session.status();
  return session->Ask(std::move(statement));
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  --lent_;
  if (!connection->broken() && !connection->in_transaction()) {
    idle_.push_back(std::move(connection));
  } else {
    idle_.clear();  // the server may be gone or new: what is idle is suspect too
  }
  returned_.notify_one();
}

}  // namespace recourse
