#include "services/common/postgres/connection.h"

#include <poll.h>

#include <algorithm>

#include "services/common/core/check.h"

namespace recourse {
namespace {

using Clock = std::chrono::steady_clock;

// A little more than statement_timeout: the server's own limit speaks first where it can.
constexpr std::chrono::seconds kAnswerWait{12};
// Every statement of a service goes by an index. A plan is kept with its prepared statement, and
// one that was made while a table was small would read all of it when it has grown: so none reads
// all.
constexpr const char* kSessionOptions =
    "-c idle_in_transaction_session_timeout=5s -c lock_timeout=5s -c statement_timeout=10s "
    "-c enable_seqscan=off -c timezone=UTC";

int MillisecondsUntil(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

std::string WithoutNewline(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

Status ErrorOf(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string text = WithoutNewline(PQresultErrorMessage(result));
  return Status(CodeOfSqlState(state == nullptr ? "" : state),
                "postgresql " + std::string(state == nullptr ? "?" : state) + ": " + text);
}

}  // namespace

StatusCode CodeOfSqlState(std::string_view state) {
  const auto is = [&](std::string_view prefix) { return state.substr(0, prefix.size()) == prefix; };
  if (state.empty() || is("08") || is("57P") || is("25P03") || is("58")) {
    return StatusCode::kUnavailable;
  }
  if (is("53")) return StatusCode::kResourceExhausted;
  if (is("40") || is("55P03") || is("25P02")) return StatusCode::kAborted;
  if (is("57014")) return StatusCode::kDeadlineExceeded;
  if (is("22") || is("23")) return StatusCode::kInvalidArgument;
  if (is("42501")) return StatusCode::kPermissionDenied;
  if (is("28")) return StatusCode::kUnauthenticated;
  return StatusCode::kFailedPrecondition;
}

StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& dsn,
                                                       std::chrono::milliseconds wait) {
  const char* const keywords[] = {"dbname", "options", "connect_timeout", "tcp_user_timeout",
                                  nullptr};
  const std::string timeout = std::to_string(std::max<std::int64_t>(wait.count() / 1000, 2));
  const char* const values[] = {dsn.c_str(), kSessionOptions, timeout.c_str(), "10000", nullptr};
  PGconn* raw = PQconnectdbParams(keywords, values, 1);
  std::unique_ptr<Connection> connection(new Connection(raw));
  if (PQstatus(raw) != CONNECTION_OK) {
    // A wrong role or a missing database looks like a server that is not there yet: both are told
    // in words, and both are tried again, for a supervisor may start us first.
    return absl::UnavailableError("postgresql: " + WithoutNewline(PQerrorMessage(raw)));
  }
  RECOURSE_CHECK(PQsetnonblocking(raw, 1) == 0);
  RECOURSE_CHECK(PQenterPipelineMode(raw) == 1);
  return connection;
}

Status Connection::Broken(const std::string& what) {
  broken_ = true;
  return absl::UnavailableError("postgresql: " + what + ": " +
                                WithoutNewline(PQerrorMessage(connection_.get())));
}

const std::string& Connection::NameOf(const char* sql, bool& fresh) {
  const auto found = std::find_if(prepared_.begin(), prepared_.end(),
                                  [&](const auto& entry) { return entry.first == sql; });
  fresh = found == prepared_.end();
  if (!fresh) return found->second;
  prepared_.emplace_back(sql, "s" + std::to_string(prepared_.size()));
  return prepared_.back().second;
}

Status Connection::SendOne(const Statement& statement) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  for (const auto& value : statement.params.values()) {
    types.push_back(value.type);
    values.push_back(value.bytes ? value.bytes->data() : nullptr);
    lengths.push_back(value.bytes ? static_cast<int>(value.bytes->size()) : 0);
    formats.push_back(1);
  }
  const int count = static_cast<int>(values.size());
  bool fresh = false;
  const std::string& name = NameOf(statement.sql, fresh);
  if (fresh) {
    is_prepare_.push_back(true);
    if (PQsendPrepare(connection_.get(), name.c_str(), statement.sql, count, types.data()) != 1) {
      return Broken("cannot send");
    }
  }
  is_prepare_.push_back(false);
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), count, values.data(), lengths.data(),
                          formats.data(), 1) != 1) {
    return Broken("cannot send");
  }
  return absl::OkStatus();
}

Status Connection::Send(const std::vector<Statement>& statements) {
  is_prepare_.clear();
  for (const auto& statement : statements) {
    if (Status s = SendOne(statement); !s.ok()) return s;
  }
  if (PQpipelineSync(connection_.get()) != 1) return Broken("cannot send");
  return absl::OkStatus();
}

// Waits until an answer can be read, flushing what is still to be sent meanwhile.
Status Connection::Await(Clock::time_point deadline) {
  while (PQisBusy(connection_.get()) != 0) {
    const int unsent = PQflush(connection_.get());
    if (unsent < 0) return Broken("connection lost");
    pollfd wait{PQsocket(connection_.get()),
                static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN), 0};
    const int ready = poll(&wait, 1, MillisecondsUntil(deadline));
    if (ready == 0) return Broken("no answer in time");
    if (ready < 0 && errno != EINTR) return Broken("poll failed");
    if ((wait.revents & (POLLIN | POLLERR | POLLHUP)) != 0 &&
        PQconsumeInput(connection_.get()) != 1) {
      return Broken("connection lost");
    }
  }
  return absl::OkStatus();
}

StatusOr<std::vector<Result>> Connection::Receive(std::size_t count, Clock::time_point deadline) {
  std::vector<Result> results;
  results.reserve(count);
  Status error;
  std::size_t answered = 0;
  while (true) {
    if (Status s = Await(deadline); !s.ok()) return s;
    PGresult* raw = PQgetResult(connection_.get());
    if (raw == nullptr) {
      if (PQstatus(connection_.get()) != CONNECTION_OK) return Broken("connection lost");
      continue;  // the end of one statement's answers
    }
    Result result(raw);
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_PIPELINE_SYNC) break;
    const bool prepare = answered < is_prepare_.size() && is_prepare_[answered];
    ++answered;
    if (status == PGRES_FATAL_ERROR && error.ok()) error = ErrorOf(raw);
    if (!prepare && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
      results.push_back(std::move(result));
    }
  }
  if (!error.ok()) {
    prepared_.clear();  // a preparation of this pipeline may be among what was not carried out
    broken_ = true;     // and names must not be given twice: the session is not used again
    return error;
  }
  if (results.size() != count) return Broken("answers are missing");
  return results;
}

StatusOr<std::vector<Result>> Connection::Run(const std::vector<Statement>& statements) {
  if (broken_) return absl::UnavailableError("postgresql: the connection is lost");
  if (Status s = Send(statements); !s.ok()) return s;
  return Receive(statements.size(), Clock::now() + kAnswerWait);
}

// What went wrong is read from the result at once: the connection forgets it at its next step.
Status Connection::RunScript(const std::string& sql) {
  if (PQexitPipelineMode(connection_.get()) != 1) return Broken("cannot leave the pipeline");
  PQsetnonblocking(connection_.get(), 0);
  PGresult* raw = PQexec(connection_.get(), sql.c_str());
  const Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  const Status error = done ? absl::OkStatus() : ErrorOf(raw);
  if (PQstatus(connection_.get()) != CONNECTION_OK) return Broken("connection lost");
  broken_ = !done;  // an open transaction may be left, and goes with the session
  PQsetnonblocking(connection_.get(), 1);
  if (PQenterPipelineMode(connection_.get()) != 1 && done) return Broken("cannot pipeline again");
  return error;
}

}  // namespace recourse
