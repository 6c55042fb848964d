// The handler over the store in memory; the same suite runs over PostgreSQL in contract/common.
#include "tests/support/fake_store.h"
#include "tests/support/handler_suite.h"

namespace recourse::testing {
namespace {

class FakeBench {
 public:
  FakeBench() { store_.now = Timestamp(std::chrono::hours(1000)); }
  FakeStore<Alarm>& store() { return store_; }
  Timestamp Now() const { return store_.now; }
  std::vector<std::string> Facts() const {
    std::vector<std::string> said;
    for (const auto& [id, fact] : store_.outbox) {
      if (fact.key == Alarm::KeyOf(1)) said.push_back(fact.what);
    }
    return said;
  }
  int DeadCount() const { return static_cast<int>(store_.dead.size()); }

 private:
  FakeStore<Alarm> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Fake, HandlerSuite, FakeBench);

TEST(DeriveTest, TwoFactsOfOneCauseHaveTwoIdsAndAlwaysTheSame) {
  const Uuid cause = NamedUuid(kRecourseSpace, "cause");
  EXPECT_NE(Derive(cause, 0), Derive(cause, 1));
  EXPECT_EQ(Derive(cause, 1), Derive(cause, 1));
}

TEST(UuidTest, IsVersion5AsRfc9562ComputesIt) {
  // The example of RFC 9562, appendix A.4: the DNS space and www.example.com.
  const auto dns = ParseUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  ASSERT_TRUE(dns.has_value());
  EXPECT_EQ(ToString(NamedUuid(*dns, "www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(UuidTest, ReadsItsOwnFormAndNothingElse) {
  EXPECT_TRUE(ParseUuid("2ED6657D-E927-568B-95E1-2665A8AEA6A2").has_value());
  for (const char* text : {"", "2ed6657de927568b95e12665a8aea6a2",
                           "{2ed6657d-e927-568b-95e1-2665a8aea6a2}",
                           "2ed6657d-e927-568b-95e1-2665a8aea6ag"}) {
    EXPECT_FALSE(ParseUuid(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace recourse::testing
