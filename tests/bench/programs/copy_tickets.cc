// bench_copy_tickets: the floor of opening tickets. Rows that stand ready in a staging schema go by
// COPY into the tables of the same names, in transactions that lock what routing locks. It reads
// all of them first, says "ready", and begins when a line comes on standard input.

#include <libpq-fe.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

// As routing's own transactions write them; each has a column `batch` in the staging schema.
const std::vector<std::string> kTables = {"files",        "tickets", "dispositions",
                                          "ticket_facts", "timers",  "outbox"};
// Rows of positions and heads that stand for those of the log.
constexpr const char* kFloorTopic = "floor";

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

struct Batch {
  std::vector<std::string> copies;  // what COPY takes, by table
};

class Store {
 public:
  explicit Store(const std::string& dsn) : connection_(PQconnectdb(dsn.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) Fail("cannot connect");
  }

  Answer Ask(const std::string& sql) {
    Answer answer(PQexec(connection_.get(), sql.c_str()), PQclear);
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN &&
        status != PGRES_COPY_OUT) {
      Fail(sql);
    }
    return answer;
  }
  std::string Value(const std::string& sql) { return PQgetvalue(Ask(sql).get(), 0, 0); }

  std::string CopyOut(const std::string& query) {
    Ask("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    std::string rows;
    char* data = nullptr;
    for (int size = 0; (size = PQgetCopyData(connection_.get(), &data, 0)) > 0; PQfreemem(data)) {
      rows.append(data, static_cast<std::size_t>(size));
    }
    Finish();
    return rows;
  }

  std::int64_t CopyIn(const std::string& target, const std::string& rows) {
    Ask("COPY " + target + " FROM STDIN (FORMAT binary)");
    if (PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size())) != 1 ||
        PQputCopyEnd(connection_.get(), nullptr) != 1) {
      Fail("cannot send");
    }
    return Finish();
  }

 private:
  // Rows of the COPY that ends.
  std::int64_t Finish() {
    Answer answer(PQgetResult(connection_.get()), PQclear);
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) Fail("COPY");
    const std::int64_t rows = std::atoll(PQcmdTuples(answer.get()));
    while (Answer(PQgetResult(connection_.get()), PQclear) != nullptr) {
    }
    return rows;
  }

  [[noreturn]] void Fail(const std::string& what) {
    std::cerr << what << ": " << PQerrorMessage(connection_.get());
    std::exit(1);
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

struct Names {
  std::string from, to;
  std::vector<std::string> columns;  // by table
};

Names NamesOf(Store& store, const std::string& from, const std::string& to) {
  Names names{from, to, {}};
  for (const std::string& table : kTables) {
    names.columns.push_back(
        store.Value("SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) "
                    "FROM information_schema.columns WHERE table_schema = '" +
                    to + "' AND table_name = '" + table + "'"));
  }
  return names;
}

std::vector<Batch> ReadAll(Store& store, const Names& names, int batches) {
  std::vector<Batch> all;
  for (int number = 0; number < batches; ++number) {
    Batch batch;
    for (std::size_t i = 0; i < kTables.size(); ++i) {
      batch.copies.push_back(store.CopyOut("SELECT " + names.columns[i] + " FROM " + names.from +
                                           "." + kTables[i] +
                                           " WHERE batch = " + std::to_string(number)));
    }
    all.push_back(std::move(batch));
  }
  return all;
}

// The locks are routing's, in its order: position, files, heads.
std::int64_t Write(Store& store, const Names& names, const Batch& batch, int number) {
  const std::string topic = std::string(" WHERE topic = '") + kFloorTopic + "'";
  const std::string place = topic + " AND partition = " + std::to_string(number % 8);
  const auto copy = [&](std::size_t i) {
    return store.CopyIn(names.to + "." + kTables[i] + " (" + names.columns[i] + ")",
                        batch.copies[i]);
  };
  store.Ask("BEGIN");
  store.Ask("SELECT sequence FROM " + names.to + ".positions" + place + " FOR UPDATE");
  copy(0);
  store.Ask("SELECT file_id FROM " + names.to +
            ".files WHERE file_id = ANY (ARRAY(SELECT file_id "
            "FROM " +
            names.from + ".files WHERE batch = " + std::to_string(number) +
            ")) ORDER BY file_id FOR UPDATE");
  const std::int64_t tickets = copy(1);
  for (std::size_t i = 2; i + 1 < kTables.size(); ++i) copy(i);
  store.Ask("UPDATE " + names.to + ".positions SET sequence = sequence + 1" + place);
  store.Ask("SELECT 1 FROM " + names.to + ".heads" + topic + " ORDER BY partition FOR UPDATE");
  store.Ask("UPDATE " + names.to + ".heads SET last_sequence = last_sequence + 1" + topic);
  copy(kTables.size() - 1);
  store.Ask("COMMIT");
  return tickets;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("COPY of tickets that stand ready, as routing would have written them");
  std::string dsn, from, to = "routing";
  int batches = 1;
  app.add_option("--dsn", dsn, "of the superuser")->required();
  app.add_option("--from", from, "the staging schema")->required();
  app.add_option("--to", to, "the schema of the tables");
  app.add_option("--batches", batches, "numbered from 0 in the staging schema")->required();
  CLI11_PARSE(app, argc, argv);
  Store store(dsn);
  const Names names = NamesOf(store, from, to);
  const auto all = ReadAll(store, names, batches);
  std::cout << "ready" << std::endl;
  std::string line;
  std::getline(std::cin, line);
  std::int64_t tickets = 0;
  for (int number = 0; number < batches; ++number) {
    tickets += Write(store, names, all[static_cast<std::size_t>(number)], number);
  }
  std::printf("{\"tickets\": %lld}\n", static_cast<long long>(tickets));
  return 0;
}
