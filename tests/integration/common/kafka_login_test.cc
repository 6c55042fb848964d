// A log that asks for TLS, a name and a password.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "services/common/kafka/security.h"
#include "services/common/kafka/topics.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/test_certificate.h"

namespace recourse {
namespace {

using testing::KafkaBroker;
using testing::TestCertificate;

constexpr std::chrono::seconds kPatience{120};

// Lines of a broker that takes strangers on `port` only by TLS and as routing, with this password.
std::string Guarded(int port, const std::string& password) {
  const std::string guarded = "SASL_SSL://localhost:" + std::to_string(port);
  const int plain = testing::FreePort();
  const int controller = testing::FreePort();
  return "controller.quorum.voters=1@127.0.0.1:" + std::to_string(controller) +
         "\nlisteners=PLAINTEXT://127.0.0.1:" + std::to_string(plain) + "," + guarded +
         ",CONTROLLER://127.0.0.1:" + std::to_string(controller) +
         "\nadvertised.listeners=PLAINTEXT://127.0.0.1:" + std::to_string(plain) + "," + guarded +
         "\nlistener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,"
         "SASL_SSL:SASL_SSL\nsasl.enabled.mechanisms=PLAIN\n"
         "listener.name.sasl_ssl.plain.sasl.jaas.config="
         "org.apache.kafka.common.security.plain.PlainLoginModule required user_routing=\"" +
         password + "\";\nssl.keystore.type=PEM\nssl.keystore.location=" +
         TestCertificate::Instance().key_path() + "\n";
}

KafkaSettings SettingsOf(int port, const std::string& security) {
  auto properties = ParseKafkaSecurity(security);
  EXPECT_TRUE(properties.ok()) << properties.status();
  return {"localhost:" + std::to_string(port), "login", *std::move(properties)};
}

std::string Lines(const std::string& password) {
  return "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.username=routing\n"
         "sasl.password=" + password + "\nssl.ca.location=" + TestCertificate::Instance().path();
}

Status Ask(const KafkaSettings& settings, std::chrono::seconds wait) {
  return EnsureTopics(settings, {{"recourse.guarded.number.v1"}}, wait);
}

TEST(KafkaLoginTest, ALogThatAsksForTlsAndAPasswordIsOpenToWhoHasThem) {
  const int port = testing::FreePort();
  const KafkaBroker broker(Guarded(port, "opensesame"));
  const auto until = std::chrono::steady_clock::now() + kPatience;
  Status opened = absl::UnknownError("not asked");
  while (!opened.ok() && std::chrono::steady_clock::now() < until) {
    opened = Ask(SettingsOf(port, Lines("opensesame")), std::chrono::seconds(5));
  }
  EXPECT_TRUE(opened.ok()) << opened;
  constexpr std::chrono::seconds kShort{3};
  EXPECT_FALSE(Ask(SettingsOf(port, Lines("wrong")), kShort).ok());
  EXPECT_FALSE(Ask(SettingsOf(port, ""), kShort).ok());
  // A certificate that nobody vouches for.
  EXPECT_FALSE(Ask(SettingsOf(port, "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
                                    "sasl.username=routing\nsasl.password=opensesame"),
                   kShort)
                   .ok());
}

}  // namespace
}  // namespace recourse
