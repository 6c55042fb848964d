#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "services/common/process/common_config.h"
#include "services/common/process/environment.h"

namespace recourse {
namespace {

Environment Of(std::map<std::string, std::string> values) {
  return Environment([values = std::move(values)](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::make_optional(found->second);
  });
}

// A file of this content as long as the object lives.
class File {
 public:
  explicit File(const std::string& content) {
    const int file = mkstemp(path_.data());
    EXPECT_EQ(write(file, content.data(), content.size()), static_cast<ssize_t>(content.size()));
    close(file);
  }
  ~File() { unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "recourse-XXXXXX";
};

TEST(EnvironmentTest, TellsAllFaultsAtOnce) {
  auto environment = Of({{"B", "nowhere"}, {"C", "31"}, {"D", "green"}, {"E", ""}});
  environment.Text("A");
  environment.HostPort("B");
  environment.Integer("C", {1, 30});
  environment.Choice("D", {"red", "blue"});
  environment.Switch("E");
  environment.SecretFile("F");
  ASSERT_EQ(environment.Faults().size(), 6U);
  EXPECT_EQ(environment.Faults()[0], "A is not set. Set it to a text.");
  EXPECT_EQ(environment.Faults()[1],
            "B is \"nowhere\", which is not HOST:PORT, such as 127.0.0.1:8080.");
  EXPECT_EQ(environment.Faults()[2], "C is \"31\". Set it to a whole number from 1 to 30.");
  EXPECT_EQ(environment.Faults()[3], "D is \"green\". Set it to one of red, blue.");
  EXPECT_EQ(environment.Faults()[4], "E is not set. Set it to one of on, off.");
}

TEST(EnvironmentTest, TakesFallbacksWhereNothingIsSet) {
  auto environment = Of({});
  EXPECT_EQ(environment.Text("A", "x"), "x");
  EXPECT_EQ(environment.HostPort("B", Address{"h", 1}), (Address{"h", 1}));
  EXPECT_EQ(environment.Integer("C", {1, 30}, 7), 7);
  EXPECT_TRUE(environment.Switch("D", true));
  EXPECT_TRUE(environment.Faults().empty());
}

TEST(EnvironmentTest, RefusesNumbersThatAreAlmostNumbers) {
  for (const std::string text : {"7x", " 7", "+7", "0x7", "7.0", "99999999999999999999", "-1"}) {
    auto environment = Of({{"N", text}});
    environment.Integer("N", {0, 100});
    EXPECT_EQ(environment.Faults().size(), 1U) << text;
  }
}

TEST(EnvironmentTest, ReadsASecretFileLessItsNewline) {
  const File file("0123456789abcdef0123456789abcdef\n");
  auto environment = Of({{"S", file.path()}});
  EXPECT_EQ(environment.SecretFile("S").Reveal(), "0123456789abcdef0123456789abcdef");
  EXPECT_TRUE(environment.Faults().empty());
}

TEST(EnvironmentTest, RefusesASecretThatIsShortOrAbsent) {
  const File file("0123456789abcdef0123456789abcde\n");
  auto environment = Of({{"S", file.path()}, {"T", "/nonexistent/secret"}, {"U", "/"}});
  EXPECT_TRUE(environment.SecretFile("S").empty());
  EXPECT_TRUE(environment.SecretFile("T").empty());
  EXPECT_TRUE(environment.SecretFile("U").empty());
  EXPECT_EQ(environment.Faults().size(), 3U);
  for (const std::string& fault : environment.Faults()) {
    EXPECT_EQ(fault.find("0123456789"), std::string::npos);
  }
}

TEST(EnvironmentTest, EndsTheProcessWithStatusTwoAndEveryFault) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        auto environment = Of({});
        ReadCommonConfig(environment);
        ReadLogConfig(environment);
        ExitOnFaults(environment);
      },
      testing::ExitedWithCode(2), "RECOURSE_INSTANCE.*\n.*\n.*\n.*RECOURSE_KAFKA_BROKERS");
}

TEST(EnvironmentTest, ReadsWhatEveryServiceReads) {
  const File file(std::string(40, 's'));
  auto environment = Of({{"RECOURSE_INSTANCE", "routing-1"},
                         {"RECOURSE_METRICS_LISTEN", "127.0.0.1:8182"},
                         {"RECOURSE_LOG_LEVEL", "debug"},
                         {"RECOURSE_KEY_SECRET_FILE", file.path()},
                         {"RECOURSE_GRPC_LISTEN", "[::1]:8083"},
                         {"RECOURSE_GRPC_REFLECTION", "on"},
                         {"RECOURSE_KAFKA_BROKERS", "127.0.0.1:8100"}});
  const CommonConfig common = ReadCommonConfig(environment);
  const GrpcConfig grpc = ReadGrpcConfig(environment);
  const LogConfig log = ReadLogConfig(environment);
  EXPECT_TRUE(environment.Faults().empty());
  EXPECT_EQ(common.instance, "routing-1");
  EXPECT_EQ(common.log_level, LogLevel::kDebug);
  EXPECT_EQ(common.metrics_listen, (Address{"127.0.0.1", 8182}));
  EXPECT_EQ(grpc.listen, (Address{"::1", 8083}));
  EXPECT_EQ(grpc.listen.Text(), "[::1]:8083");
  EXPECT_TRUE(grpc.reflection);
  EXPECT_EQ(log.fact_days, std::chrono::days(30));
}

TEST(AddressTest, TakesOnlyHostAndPort) {
  EXPECT_EQ(*ParseAddress("kafka:9092"), (Address{"kafka", 9092}));
  for (const std::string text :
       {"", ":80", "h:", "h", "h:65536", "h:-1", "h:8o", "::1:80", "a b:80", "http://h:80"}) {
    EXPECT_FALSE(ParseAddress(text).ok()) << text;
  }
}

TEST(SecretTest, IsGoneFromWhereItWasMovedFrom) {
  Secret secret("0123456789");
  const Secret taken(std::move(secret));
  EXPECT_EQ(taken.Reveal(), "0123456789");
  EXPECT_TRUE(secret.empty());  // NOLINT: what moving leaves is the point
}

}  // namespace
}  // namespace recourse
