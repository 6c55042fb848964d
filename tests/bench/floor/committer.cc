#include "tests/bench/floor/committer.h"

#include <libpq-fe.h>

#include <utility>
#include <vector>

namespace recourse::bench {
namespace {

constexpr std::chrono::seconds kConnectWait{5};
// PGCOPY\n\377\r\n\0, no flags, no extension; and -1 as the number of fields at the end.
const std::string kCopyHeader("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
const std::string kCopyEnd("\377\377", 2);

std::string In(const std::string& schema, std::string sql) {
  sql.replace(sql.find('%'), 1, schema);
  return sql;
}

Status Failed(PGconn* connection) {
  return absl::UnavailableError(std::string("postgresql: ") + PQerrorMessage(connection));
}

class Copying final : public Committer {
 public:
  Copying(const std::string& dsn, const std::string& schema, const Rows& rows)
      : rows_(rows),
        sql_("BEGIN;" + In(schema, kCopyRegister) + ";" + In(schema, kCopyOutbox) + ";COMMIT"),
        connection_(PQconnectdb(dsn.c_str()), PQfinish) {}

  bool connected() const { return PQstatus(connection_.get()) == CONNECTION_OK; }
  Status Failure() const { return Failed(connection_.get()); }

  Status Commit(std::int64_t first, std::int64_t count) override {
    std::string copies[2] = {kCopyHeader, kCopyHeader};
    for (std::int64_t k = first; k < first + count; ++k) {
      rows_.AppendRegister(k, copies[0]);
      rows_.AppendOutbox(k, copies[1]);
    }
    if (PQsendQuery(connection_.get(), sql_.c_str()) != 1) return Failure();
    std::size_t given = 0;
    Status status;
    while (PGresult* raw = PQgetResult(connection_.get())) {
      const std::unique_ptr<PGresult, decltype(&PQclear)> result(raw, PQclear);
      const ExecStatusType state = PQresultStatus(raw);
      if (state == PGRES_COPY_IN && given < std::size(copies)) {
        if (!Give(copies[given++] + kCopyEnd)) return Failure();
      } else if (state != PGRES_COMMAND_OK) {
        status = Failure();
      }
    }
    return status;
  }

 private:
  bool Give(const std::string& copy) {
    return PQputCopyData(connection_.get(), copy.data(), static_cast<int>(copy.size())) == 1 &&
           PQputCopyEnd(connection_.get(), nullptr) == 1;
  }

  const Rows& rows_;
  const std::string sql_;
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

class Inserting final : public Committer {
 public:
  Inserting(std::unique_ptr<Connection> connection, const std::string& schema, const Rows& rows)
      : connection_(std::move(connection)),
        register_sql_(In(schema, kInsertRegister)),
        outbox_sql_(In(schema, kInsertOutbox)),
        rows_(rows) {}

  Status Commit(std::int64_t first, std::int64_t count) override {
    return connection_
        ->Run({{"BEGIN"},
               {register_sql_.c_str(), rows_.RegisterArrays(first, count)},
               {outbox_sql_.c_str(), rows_.OutboxArrays(first, count)},
               {"COMMIT"}})
        .status();
  }

 private:
  const std::unique_ptr<Connection> connection_;
  const std::string register_sql_;
  const std::string outbox_sql_;
  const Rows& rows_;
};

}  // namespace

StatusOr<std::unique_ptr<Committer>> CopyCommitter(const std::string& dsn,
                                                   const std::string& schema, const Rows& rows) {
  auto committer = std::make_unique<Copying>(dsn, schema, rows);
  if (!committer->connected()) return committer->Failure();
  return StatusOr<std::unique_ptr<Committer>>(std::move(committer));
}

StatusOr<std::unique_ptr<Committer>> InsertCommitter(const std::string& dsn,
                                                     const std::string& schema, const Rows& rows) {
  auto connection = Connection::Open(dsn, kConnectWait);
  if (!connection.ok()) return connection.status();
  return StatusOr<std::unique_ptr<Committer>>(
      std::make_unique<Inserting>(*std::move(connection), schema, rows));
}

StatusOr<std::unique_ptr<ScratchSchema>> ScratchSchema::Make(const std::string& dsn,
                                                             const std::string& schema) {
  auto connection = Connection::Open(dsn, kConnectWait);
  if (!connection.ok()) return connection.status();
  const std::string like = " (LIKE ingest.feedback INCLUDING ALL);";
  Status made = (*connection)
                    ->RunScript("SET client_min_messages = warning; DROP SCHEMA IF EXISTS " +
                                schema + " CASCADE; CREATE SCHEMA " + schema + "; CREATE TABLE " +
                                schema + ".feedback" + like + "CREATE TABLE " + schema +
                                ".outbox (LIKE ingest.outbox INCLUDING ALL);");
  if (!made.ok()) return made;
  return std::unique_ptr<ScratchSchema>(new ScratchSchema(*std::move(connection), schema));
}

ScratchSchema::~ScratchSchema() {
  (void)connection_->RunScript("DROP SCHEMA " + schema_ + " CASCADE;");
}

StatusOr<std::int64_t> ScratchSchema::CountRows() {
  count_ = "SELECT (SELECT count(*) FROM " + schema_ + ".feedback), (SELECT count(*) FROM " +
           schema_ + ".outbox)";
  auto counted = connection_->Run({{count_.c_str()}});
  if (!counted.ok()) return counted.status();
  const Result& row = counted->front();
  if (row.Int(0, 0) == row.Int(0, 1)) return row.Int(0, 0);
  return absl::FailedPreconditionError("register and outbox have not the same number of rows");
}

}  // namespace recourse::bench
