#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/postgres/params.h"

namespace recourse {

// One statement. `sql` must live as long as the connection: a named constant of a _store file.
struct Statement {
  const char* sql;
  Params params{};
};

// Rows of one statement, read by position. A wrong column or type is a broken assumption.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result, PQclear) {}
  int rows() const { return PQntuples(result_.get()); }
  std::int64_t affected() const;
  bool IsNull(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
  }
  std::string Text(int row, int column) const { return std::string(Raw(row, column)); }
  std::int64_t Int(int row, int column) const;
  bool Bool(int row, int column) const { return Int(row, column) != 0; }
  recourse::Uuid Uuid(int row, int column) const;
  Timestamp Time(int row, int column) const;
  std::optional<std::string> OptionalText(int row, int column) const;
  std::optional<recourse::Uuid> OptionalUuid(int row, int column) const;
  std::optional<Timestamp> OptionalTime(int row, int column) const;
  std::vector<std::string> Texts(int row, int column) const;

 private:
  std::string_view Raw(int row, int column) const;
  std::shared_ptr<PGresult> result_;
};

// One session. Each call sends all its statements in one pipeline and waits for all answers, at
// most the given time: a server that neither answers nor goes away costs a bounded wait and the
// connection. Not thread-safe. Never reconnects by itself: session state is not lost silently.
class Connection {
 public:
  // `dsn` is a libpq connection string. Sessions carry the time-outs of design section 3.
  static StatusOr<std::unique_ptr<Connection>> Open(const std::string& dsn,
                                                    std::chrono::milliseconds wait);
  // Results in order, one a statement. On an error of one, those after it were not carried out.
  StatusOr<std::vector<Result>> Run(const std::vector<Statement>& statements);
  // Several statements of text without parameters, in one implicit transaction: migrations.
  Status RunScript(const std::string& sql);
  bool broken() const { return broken_; }
  // Whether a transaction is open or failed: such a session goes back to no pool.
  bool in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }

 private:
  explicit Connection(PGconn* connection) : connection_(connection, PQfinish) {}
  Status Send(const std::vector<Statement>& statements);
  Status SendOne(const Statement& statement);
  const std::string& NameOf(const char* sql, bool& fresh);
  Status Await(std::chrono::steady_clock::time_point deadline);
  StatusOr<std::vector<Result>> Receive(std::size_t count,
                                        std::chrono::steady_clock::time_point deadline);
  Status Broken(const std::string& what);

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  bool broken_ = false;
  std::vector<std::pair<const char*, std::string>> prepared_;
  std::vector<bool> is_prepare_;  // of the pipeline under way: which answers are to preparations
};

// An error of the server as a Status: its class alone decides between retry and crash.
// INVALID_ARGUMENT: the content was refused (classes 22 and 23).
StatusCode CodeOfSqlState(std::string_view sql_state);

}  // namespace recourse
