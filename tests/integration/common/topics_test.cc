// How topics are made in a real Kafka: what the log says of its copies is what holds.
#include "services/common/kafka/topics.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/kafka_broker.h"

namespace recourse {
namespace {

constexpr std::chrono::seconds kPatience{120};

// The first answer of a broker that is up; until then it is out of reach.
Status AnswerOf(const KafkaSettings& settings) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  Status status;
  do {
    status = EnsureTopics(settings, {{"recourse.made.number.v1"}}, std::chrono::seconds(1));
  } while (!status.ok() && status.message().find("making topic") == std::string::npos &&
           std::chrono::steady_clock::now() < until);
  return status;
}

TEST(TopicsTest, ATopicHasAsManyCopiesAsTheLogHasByDefault) {
  const testing::KafkaBroker one;
  EXPECT_TRUE(AnswerOf({one.address(), "topics"}).ok());
  // A log of one broker that wants two copies can hold none: it says so, and time may heal it.
  const testing::KafkaBroker two("default.replication.factor=2\n");
  const Status lacking = AnswerOf({two.address(), "topics"});
  EXPECT_EQ(lacking.code(), StatusCode::kUnavailable) << lacking.ToString();
  EXPECT_NE(lacking.message().find("recourse.made.number.v1 (Unable to replicate"),
            std::string::npos)
      << lacking.ToString();
}

}  // namespace
}  // namespace recourse
