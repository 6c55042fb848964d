// Pages of tickets in a real PostgreSQL: they are those of the plain question, in its order, and
// what is read for one does not grow with the tickets that there are.
#include <gtest/gtest.h>

#include <list>

#include "services/common/postgres/migrate.h"
#include "services/routing/adapters/ticket_query_store.h"
#include "tests/support/postgres_server.h"

namespace recourse::routing {

const std::vector<Migration>& Migrations();

namespace {

// Two regions of five branches each; states and breaches in every mixture; some opened at once.
constexpr const char* kMakeFiles =
    "INSERT INTO files SELECT md5('f' || i)::uuid FROM generate_series(1, 2000) AS i";
constexpr const char* kMakeTickets =
    "INSERT INTO tickets (ticket_id, file_id, version, number, customer_id, branch_id, region_id, "
    "category, channel, severity, state, agent_id, subject, open_time, feedback_count, "
    "clock_state, "
    "target_ms, routing_rule, routing_policy_version, sla_policy_version) "
    "SELECT md5('t' || i)::uuid, md5('f' || 1 + i % 2000)::uuid, 1, '26-' || i, "
    "md5('f' || 1 + i % 2000)::uuid, 'b' || i % 10, 'r' || i % 10 / 5, 'card', 'phone', 2, "
    "1 + i / 10 % 5, '', '', now() - interval '1 minute' * (i / 3), 1, 1 + i % 4, 60000, 'rule', "
    "1, "
    "1 FROM generate_series(1, 20000) AS i";

constexpr const char* kCustomer = "bd19836d-db62-c11c-55ab-251ccaca5645";  // md5 of f1

struct Case {
  const char* name;
  TicketFilter filter;
  const char* condition;  // of the plain question
};

TicketFilter Filter(const std::string& scope, const std::string& branch,
                    std::optional<TicketState> state = {}, bool breached = false) {
  TicketFilter filter;
  filter.scope = scope;
  filter.branch_id = branch;
  filter.state = state;
  filter.breached = breached;
  return filter;
}

class TicketPagesTest : public ::testing::TestWithParam<Case> {
 protected:
  static Pool& Tickets() {
    static recourse::testing::PostgresServer server;
    static Pool pool = [] {
      const std::string dsn = server.Schema("routing");
      EXPECT_TRUE(Migrate(dsn, Migrations()).ok());
      return Pool(dsn, 1);
    }();
    static const bool filled = [] {
      for (const char* sql : {kMakeFiles, kMakeTickets, "ANALYZE"}) {
        EXPECT_TRUE(pool.Ask({sql}).ok()) << sql;
      }
      return true;
    }();
    EXPECT_TRUE(filled);
    return pool;
  }

  // Rows of tickets that statements have read so far.
  static std::int64_t RowsRead() {
    EXPECT_TRUE(Tickets().Ask({"SELECT pg_stat_force_next_flush()"}).ok());
    return Tickets()
        .Ask({"SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) "
              "FROM pg_stat_user_tables WHERE relname = 'tickets'"})
        ->Int(0, 0);
  }
};

constexpr int kPage = 40;
constexpr int kPagesCompared = 5;

TEST_P(TicketPagesTest, AreThoseOfThePlainQuestion) {
  // Kept: a statement is known by where its text stands.
  static std::list<std::string> kept;
  const std::string& sql = kept.emplace_back(
      "SELECT array_agg(ticket_id::text) FROM (SELECT ticket_id FROM tickets WHERE " +
      std::string(GetParam().condition) + " ORDER BY open_time DESC, ticket_id DESC LIMIT " +
      std::to_string(kPage * kPagesCompared) + ") AS t");
  Pool& pool = Tickets();
  const auto expected = pool.Ask({sql.c_str()})->Texts(0, 0);
  ASSERT_FALSE(expected.empty());
  TicketQueries queries(pool);
  std::vector<std::string> found;
  std::string token;
  do {
    const auto page = queries.List(GetParam().filter, kPage, token);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const TicketRow& row : page->rows) found.push_back(ToString(row.ticket_id));
    token = page->next_page_token;
  } while (!token.empty() && found.size() < expected.size());
  EXPECT_EQ(found, expected);
}

// A walk takes at most a page from each state at each of two places.
TEST_P(TicketPagesTest, ReadNoMoreThanSomePages) {
  if (GetParam().filter.breached) GTEST_SKIP() << "what is overdue is sorted: it is little";
  Pool& pool = Tickets();
  TicketQueries queries(pool);
  const auto first = queries.List(GetParam().filter, kPage, "");
  ASSERT_TRUE(first.ok());
  for (int i = 0; i < 8; ++i) {  // also by the plan for any parameters, should it be chosen
    const std::int64_t before = RowsRead();
    ASSERT_TRUE(queries.List(GetParam().filter, kPage, first->next_page_token).ok());
    EXPECT_LE(RowsRead() - before, 2 * 5 * (kPage + 1) + kPage + 2) << "question " << i;
  }
}

TicketFilter OfCustomer() {
  TicketFilter filter;
  filter.customer_id = ParseUuid(kCustomer);
  return filter;
}

INSTANTIATE_TEST_SUITE_P(
    Filters, TicketPagesTest,
    ::testing::Values(Case{"All", Filter("", ""), "true"},
                      Case{"AllOfAState", Filter("", "", TicketState::kWaiting), "state = 5"},
                      Case{"Branch", Filter("", "b3"), "branch_id = 'b3'"},
                      Case{"BranchOfAState", Filter("", "b3", TicketState::kClosed),
                           "branch_id = 'b3' AND state = 4"},
                      Case{"BranchWithinARegion", Filter("r1", "b7"), "branch_id = 'b7'"},
                      Case{"RegionsManager", Filter("r1", ""), "region_id = 'r1'"},
                      Case{"RegionsManagerOfAState", Filter("r0", "", TicketState::kOpen),
                           "region_id = 'r0' AND state = 1"},
                      Case{"BranchsManager", Filter("b2", ""), "branch_id = 'b2'"},
                      Case{"Customer", OfCustomer(),
                           "customer_id = 'bd19836d-db62-c11c-55ab-251ccaca5645'"},
                      Case{"Breached", Filter("r0", "", TicketState::kOpen, true),
                           "region_id = 'r0' AND state = 1 AND clock_state = 3"}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace recourse::routing
