#include "services/common/kafka/security.h"

#include <gtest/gtest.h>

#include <string>

namespace recourse {
namespace {

std::string FaultOf(const std::string& text) {
  const auto properties = ParseKafkaSecurity(text);
  if (properties.ok()) return "taken";
  EXPECT_EQ(properties.status().code(), StatusCode::kInvalidArgument);
  return std::string(properties.status().message());
}

TEST(KafkaSecurityTest, TakesWhatAClusterAsks) {
  const auto properties = ParseKafkaSecurity(
      "# of the cluster in the cellar\n\n security.protocol = SASL_SSL\r\n"
      "sasl.mechanism=SCRAM-SHA-512\nsasl.username=routing\nsasl.password=a=b c\n"
      "ssl.endpoint.identification.algorithm=https");
  ASSERT_TRUE(properties.ok()) << properties.status();
  EXPECT_EQ(*properties, (KafkaProperties{{"security.protocol", "SASL_SSL"},
                                          {"sasl.mechanism", "SCRAM-SHA-512"},
                                          {"sasl.username", "routing"},
                                          {"sasl.password", "a=b c"},
                                          {"ssl.endpoint.identification.algorithm", "https"}}));
}

TEST(KafkaSecurityTest, NothingIsAsked) {
  for (const char* text : {"", "\n", "# nothing\n"}) {
    const auto properties = ParseKafkaSecurity(text);
    ASSERT_TRUE(properties.ok()) << properties.status();
    EXPECT_TRUE(properties->empty());
  }
}

TEST(KafkaSecurityTest, NamesTheLineAndTheFault) {
  EXPECT_EQ(FaultOf("\nsecurity.protocol"), "line 2: is not name=value");
  EXPECT_EQ(FaultOf("sasl.pasword=x"),
            "line 1: sasl.pasword is not a property that this librdkafka knows");
  EXPECT_EQ(FaultOf("#\n#\nbootstrap.servers=elsewhere:9092"),
            "line 3: bootstrap.servers is not taken here: only security.*, ssl.*, sasl.* and "
            "enable.ssl.* are");
}

TEST(KafkaSecurityTest, TellsNoValue) {
  const std::string fault = FaultOf("security.protocol=hunter2");
  EXPECT_EQ(fault, "line 1: security.protocol cannot have the value that is written there");
}

}  // namespace
}  // namespace recourse
