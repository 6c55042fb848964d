// Customers are found in a real PostgreSQL: each way of finding, and that each has its index.
#include <gtest/gtest.h>

#include "services/ingest/adapters/customer_store.h"
#include "tests/support/postgres_server.h"

namespace recourse::ingest {

const std::vector<Migration>& Migrations();

namespace {

constexpr int kLimit = 10;
constexpr const char* kPut =
    "INSERT INTO customers (customer_id, source_id, external_id, name, phone, email, language, "
    "recorded_time) VALUES ($1, 'hotline', $2, $3, $4, $5, 'zh-CN', clock_timestamp())";
constexpr const char* kMany =
    "INSERT INTO customers SELECT gen_random_uuid(), 'many', 'm-' || n, 'Many ' || n, "
    "'139' || lpad(n::text, 8, '0'), 'many' || n || '@example.com', 'en', clock_timestamp() "
    "FROM generate_series(1, 20000) AS n";

struct Row {
  const char* external_id;
  const char* name;
  const char* phone;
  const char* email;
};
constexpr Row kRows[] = {
    {"c-1", "王芳", "13800130017", "wang.fang@example.com"},
    {"c-2", "王小明", "+86 138-0013-0018", "Ming@Example.com"},
    {"c-3", "Lily", "010 6655 4433", ""},
    {"c-4", "100%_sure", "", "sure@example.com"},
    {"", "无名", "", ""},
};

class CustomerSearchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new testing::PostgresServer();
    const std::string dsn = server_->Schema("ingest");
    ASSERT_TRUE(Migrate(dsn, Migrations()).ok());
    pool_ = new Pool(dsn, 2);
    for (const Row& row : kRows) {
      const CustomerId id = CustomerIdOf(SourceId("hotline"), row.name);
      ASSERT_TRUE(pool_
                      ->Ask({kPut, Params()
                                       .Uuid(id.uuid())
                                       .Text(row.external_id)
                                       .Text(row.name)
                                       .Text(row.phone)
                                       .Text(row.email)})
                      .ok());
    }
  }
  static void TearDownTestSuite() {
    delete pool_;
    delete server_;
  }

  static std::string Names(const std::string& query, int limit = kLimit) {
    CustomerQueries queries(*pool_);
    const auto found = queries.Find(query, limit);
    if (!found.ok()) return found.status().ToString();
    std::string names;
    for (const auto& one : *found) names += (names.empty() ? "" : ", ") + one.customer.name;
    return names;
  }

  static testing::PostgresServer* server_;
  static Pool* pool_;
};

testing::PostgresServer* CustomerSearchTest::server_ = nullptr;
Pool* CustomerSearchTest::pool_ = nullptr;

TEST_F(CustomerSearchTest, FindsANumberHoweverItIsWritten) {
  for (const char* number : {"13800130017", "138 0013 0017", "+8613800130017", "0086-138-0013-0017",
                             "１３８００１３００１７"}) {
    EXPECT_EQ(Names(number), "王芳") << number;
  }
  EXPECT_EQ(Names("13800130018"), "王小明") << "kept with +86";
  for (const char* number : {"01066554433", "+86 10 6655 4433", "0086 010 66554433"}) {
    EXPECT_EQ(Names(number), "Lily") << number;
  }
}

TEST_F(CustomerSearchTest, FindsNoNumberByAPartOfIt) {
  EXPECT_EQ(Names("1380013001"), "");
  EXPECT_EQ(Names("0017"), "");
}

TEST_F(CustomerSearchTest, FindsAnAddressInAnyCaseAndAnIdExactly) {
  EXPECT_EQ(Names("WANG.FANG@example.COM"), "王芳");
  EXPECT_EQ(Names("ming@example.com"), "王小明");
  EXPECT_EQ(Names("c-3"), "Lily");
  EXPECT_EQ(Names("C-3"), "");
}

TEST_F(CustomerSearchTest, FindsTheBeginningOfAName) {
  EXPECT_EQ(Names("王小"), "王小明");
  EXPECT_EQ(Names("li"), "Lily");
  EXPECT_EQ(Names("芳"), "");
  EXPECT_EQ(Names("王", 1).find(','), std::string::npos) << "no more than asked for";
}

TEST_F(CustomerSearchTest, TakesWhatIsTypedForItself) {
  EXPECT_EQ(Names("100%_"), "100%_sure");
  EXPECT_EQ(Names("%"), "");
  EXPECT_EQ(Names("10_"), "");
  EXPECT_EQ(Names("x' OR '1'='1"), "");
}

TEST_F(CustomerSearchTest, TellsTheContactInClearAndOfWhomItIsNot) {
  CustomerQueries queries(*pool_);
  const auto known = queries.Contact(CustomerIdOf(SourceId("hotline"), "王芳"));
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->customer.phone, "13800130017");
  EXPECT_EQ(known->source_id, "hotline");
  EXPECT_EQ(queries.Contact(CustomerIdOf(SourceId("hotline"), "nobody")).status().code(),
            StatusCode::kNotFound);
}

// What is looked for while somebody types must not read the whole table.
TEST_F(CustomerSearchTest, UsesAnIndexForEachWay) {
  ASSERT_TRUE(pool_->Ask({kMany}).ok());
  ASSERT_TRUE(pool_->Ask({"ANALYZE customers"}).ok());
#define RECOURSE_EXPLAIN "EXPLAIN SELECT customer_id FROM customers WHERE "
  // Literals: a statement is known by where its text stands.
  const std::pair<const char*, const char*> ways[] = {
      {"customers_phone",
       RECOURSE_EXPLAIN "phone <> '' AND phone_key(phone) = phone_key('13900000007')"},
      {"customers_email",
       RECOURSE_EXPLAIN "email <> '' AND email_key(email) = email_key('many7@example.com')"},
      {"customers_external_id", RECOURSE_EXPLAIN "external_id <> '' AND external_id = 'm-7'"},
      {"customers_name", RECOURSE_EXPLAIN "name <> '' AND lower(name) LIKE 'many 1999%'"}};
#undef RECOURSE_EXPLAIN
  for (const auto& [index, sql] : ways) {
    const auto plan = pool_->Ask({sql});
    ASSERT_TRUE(plan.ok());
    std::string text;
    for (int i = 0; i < plan->rows(); ++i) text += plan->Text(i, 0) + "\n";
    EXPECT_NE(text.find(index), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace recourse::ingest
