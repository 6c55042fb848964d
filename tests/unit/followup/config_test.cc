// What followup reads from its environment: every fault is told with what would be right.
#include "services/followup/config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace recourse::followup {
namespace {

const std::string kKey(kMinSecretBytes, 'k');

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "recourse-config-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    Write("key", kKey);
    Write("survey", kKey);
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content << "\n";
  }
  Config Read() {
    Environment environment([this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      if (found == variables_.end()) return std::nullopt;
      return found->second.starts_with("file:") ? (folder_ / found->second.substr(5)).string()
                                                : found->second;
    });
    Config config = ReadConfig(environment);
    faults_ = environment.Faults();
    return config;
  }

  std::filesystem::path folder_;
  std::map<std::string, std::string> variables_{
      {"RECOURSE_INSTANCE", "followup-1"},
      {"RECOURSE_METRICS_LISTEN", "127.0.0.1:1104"},
      {"RECOURSE_KEY_SECRET_FILE", "file:key"},
      {"RECOURSE_GRPC_LISTEN", "127.0.0.1:1004"},
      {"RECOURSE_KAFKA_BROKERS", "127.0.0.1:1020"},
      {"RECOURSE_POSTGRES_DSN", "host=127.0.0.1"},
      {"RECOURSE_SMTP_ADDR", "127.0.0.1:1024"},
      {"RECOURSE_SMTP_FROM", "Service <service@example.com>"},
      {"RECOURSE_INGEST_ADDR", "127.0.0.1:1001"},
      {"RECOURSE_ROUTING_ADDR", "127.0.0.1:1003"},
      {"RECOURSE_PUBLIC_URL", "https://feedback.example.com"},
      {"RECOURSE_SURVEY_KEY_FILE", "file:survey"}};
  std::vector<std::string> faults_;
};

TEST_F(ConfigTest, ReadsAllThatFollowupNeeds) {
  const Config config = Read();
  EXPECT_TRUE(faults_.empty()) << faults_.front();
  EXPECT_EQ(config.peers.ingest.Text(), "127.0.0.1:1001");
  EXPECT_EQ(config.peers.routing.Text(), "127.0.0.1:1003");
  EXPECT_EQ(config.public_url, "https://feedback.example.com");
  ASSERT_EQ(config.survey_keys.size(), 1u);
  EXPECT_EQ(config.survey_keys.front().Reveal(), kKey);
}

TEST_F(ConfigTest, TakesTheSlashesOffTheEndOfTheUrl) {
  variables_["RECOURSE_PUBLIC_URL"] = "http://127.0.0.1:8080//";
  EXPECT_EQ(Read().public_url, "http://127.0.0.1:8080");
  EXPECT_TRUE(faults_.empty());
}

TEST_F(ConfigTest, RefusesAUrlThatNoCustomerCouldOpen) {
  for (const char* url : {"feedback.example.com", "ftp://feedback.example.com"}) {
    variables_["RECOURSE_PUBLIC_URL"] = url;
    Read();
    ASSERT_EQ(faults_.size(), 1u) << url;
    EXPECT_NE(faults_.front().find("RECOURSE_PUBLIC_URL"), std::string::npos);
  }
}

TEST_F(ConfigTest, BelievesOlderKeysBelowTheNewest) {
  const std::string newest(40, 'n'), older(kMinSecretBytes, 'o');
  Write("survey", newest + "\n" + older);
  const Config config = Read();
  ASSERT_EQ(config.survey_keys.size(), 2u);
  EXPECT_EQ(config.survey_keys[0].Reveal(), newest);
  EXPECT_EQ(config.survey_keys[1].Reveal(), older);
}

TEST_F(ConfigTest, RefusesALineThatIsNoKeyAndRepeatsNothingOfIt) {
  for (const std::string& content : {kKey + "\nshort", kKey + "\n\n" + kKey}) {
    Write("survey", content);
    Read();
    ASSERT_EQ(faults_.size(), 1u);
    EXPECT_NE(faults_.front().find("RECOURSE_SURVEY_KEY_FILE"), std::string::npos);
    EXPECT_EQ(faults_.front().find("short"), std::string::npos);
  }
}

TEST_F(ConfigTest, RefusesMoreKeysThanItWouldTryForEachToken) {
  std::string content = kKey;
  for (int i = 0; i < 8; ++i) content += "\n" + kKey;
  Write("survey", content);
  Read();
  EXPECT_EQ(faults_.size(), 1u);
}

}  // namespace
}  // namespace recourse::followup
