#pragma once

#include <memory>
#include <string>

#include "tests/bench/floor/rows.h"

namespace recourse::bench {

// One session that makes rows durable: both tables in one transaction, and nothing else. Not
// thread-safe.
class Committer {
 public:
  virtual ~Committer() = default;
  // Rows first to first + count - 1; OK when they are durable.
  virtual Status Commit(std::int64_t first, std::int64_t count) = 0;
};

// The least that PostgreSQL can be asked for: binary COPY, both tables in one message and its end.
StatusOr<std::unique_ptr<Committer>> CopyCommitter(const std::string& dsn,
                                                   const std::string& schema, const Rows& rows);
// INSERT from arrays, as ingest's own store does it, in one round trip.
StatusOr<std::unique_ptr<Committer>> InsertCommitter(const std::string& dsn,
                                                     const std::string& schema, const Rows& rows);

// `schema` anew, with a register and an outbox that have the columns, indexes and checks of
// ingest's. Dropped by the destructor. `dsn` is of a role that may do so and read ingest's tables.
class ScratchSchema {
 public:
  static StatusOr<std::unique_ptr<ScratchSchema>> Make(const std::string& dsn,
                                                       const std::string& schema);
  ~ScratchSchema();
  // In each of the two tables; FAILED_PRECONDITION where they do not agree.
  StatusOr<std::int64_t> CountRows();

 private:
  ScratchSchema(std::unique_ptr<Connection> connection, std::string schema)
      : connection_(std::move(connection)), schema_(std::move(schema)) {}

  std::unique_ptr<Connection> connection_;
  const std::string schema_;
  std::string count_;
};

}  // namespace recourse::bench
