#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/postgres/connection.h"

namespace recourse {

class Pool;

// A connection on loan. It goes back when this is destroyed; a broken one, or one with an open
// transaction, is thrown away, which rolls the transaction back.
class Session {
 public:
  Session(Pool& pool, std::unique_ptr<Connection> connection);
  Session(Session&&) noexcept = default;
  Session& operator=(Session&&) = delete;
  ~Session();

  // Keeps a statement back until the next question: it travels with it.
  void Queue(Statement statement) { queued_.push_back(std::move(statement)); }
  // Sends what was queued and `statements` in one round trip; answers to `statements` alone.
  StatusOr<std::vector<Result>> Ask(std::vector<Statement> statements);
  StatusOr<Result> Ask(Statement statement);
  // Sends what was queued.
  Status Flush();

 private:
  Pool* pool_;
  std::unique_ptr<Connection> connection_;
  std::vector<Statement> queued_;
};

// At most `size` sessions. Thread-safe.
class Pool {
 public:
  Pool(std::string dsn, std::size_t size) : dsn_(std::move(dsn)), size_(size) {}
  // Waits at most kWaitForSession for one to be free, then RESOURCE_EXHAUSTED. Opens a connection
  // where none is idle; UNAVAILABLE when the server does not answer.
  StatusOr<Session> Acquire();
  // One read outside any transaction.
  StatusOr<Result> Ask(Statement statement);

  static constexpr std::chrono::seconds kWaitForSession{5};
  static constexpr std::chrono::seconds kWaitForConnect{5};

 private:
  friend class Session;
  void Return(std::unique_ptr<Connection> connection);

  const std::string dsn_;
  const std::size_t size_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace recourse
