#include "services/common/process/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "services/common/process/json.h"

namespace recourse {
namespace {

const LogIdentity kWho{"routing", "routing-1", LogLevel::kInfo};
constexpr Timestamp kTime{std::chrono::milliseconds(1'772'503'200'007)};

boost::json::object Read(const std::string& line) {
  EXPECT_TRUE(line.ends_with("}\n"));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  return std::get<boost::json::object>(ParseJsonObject(line.substr(0, line.size() - 1)));
}

// Stderr is this pipe as long as the object lives.
class StderrPipe {
 public:
  StderrPipe() : saved_(dup(STDERR_FILENO)) {
    EXPECT_EQ(pipe(ends_.data()), 0);
    dup2(ends_[1], STDERR_FILENO);
  }
  ~StderrPipe() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    close(ends_[0]);
    close(ends_[1]);
  }
  std::string ReadOnce() {
    std::string text(65'536, '\0');
    text.resize(static_cast<std::size_t>(read(ends_[0], text.data(), text.size())));
    return text;
  }
  void Fill() {
    fcntl(ends_[1], F_SETFL, O_NONBLOCK);
    const std::string block(4'096, 'x');
    while (write(ends_[1], block.data(), block.size()) > 0) {
    }
    fcntl(ends_[1], F_SETFL, 0);
  }

 private:
  int saved_;
  std::array<int, 2> ends_{};
};

TEST(LogTest, WritesTheHouseShape) {
  EXPECT_EQ(RenderLogLine(kWho, kTime, LogLevel::kInfo, "event handled",
                          {{"key", "k1"}, {"duration_ms", 3}, {"share", 0.25}, {"late", false}}),
            R"({"time":"2026-03-03T02:00:00.007Z","level":"info","service":"routing",)"
            R"("instance":"routing-1","message":"event handled","key":"k1","duration_ms":3,)"
            R"("share":0.25,"late":false})"
            "\n");
}

TEST(LogTest, StaysOneLineOfJsonWhateverAValueHolds) {
  const std::string wild = "a\nb\"\\\x01\xff\xe6\x8a\u2028";
  const auto line =
      Read(RenderLogLine(kWho, kTime, LogLevel::kError, "odd", {{"text", wild}, {"x", 0.0 / 0.0}}));
  EXPECT_EQ(line.at("text").as_string(), "a\nb\"\\\x01\ufffd\ufffd\ufffd\u2028");
  EXPECT_TRUE(line.at("x").is_null());
}

TEST(LogTest, CutsLongValuesBetweenCodePoints) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) {
    text += "\u6295";
  }
  const auto line = Read(RenderLogLine(kWho, kTime, LogLevel::kInfo, "long", {{"text", text}}));
  EXPECT_EQ(line.at("text").as_string().size(), 1'023U);
}

TEST(LogTest, LeavesFieldsAwayRatherThanExceedWhatAPipeTakesAtOnce) {
  const std::string big(2'000, 'x');
  const std::string line =
      RenderLogLine(kWho, kTime, LogLevel::kInfo, "big",
                    {{"a", big}, {"b", big}, {"c", big}, {"d", big}, {"last", 1}});
  EXPECT_LE(line.size(), kMaxLogLineBytes);
  const auto read = Read(line);
  EXPECT_TRUE(read.at("cut").as_bool());
  EXPECT_EQ(read.at("last").as_int64(), 1);
}

TEST(LogTest, WritesToStderrFromItsLevelOn) {
  StderrPipe stderr_pipe;
  StartLog({"ingest", "ingest-2", LogLevel::kWarning});
  Log(LogLevel::kInfo, "too quiet");
  Log(LogLevel::kWarning, "heard", {{"count", std::size_t{7}}});
  StartLog({});
  const auto line = Read(stderr_pipe.ReadOnce());
  EXPECT_EQ(line.at("message").as_string(), "heard");
  EXPECT_EQ(line.at("instance").as_string(), "ingest-2");
  EXPECT_EQ(line.at("count").as_int64(), 7);
}

TEST(LogTest, DropsAndCountsALineThatNobodyTakes) {
  StderrPipe stderr_pipe;
  stderr_pipe.Fill();
  const auto before = DroppedLogLines();
  Log(LogLevel::kError, "into a full pipe");
  EXPECT_EQ(DroppedLogLines(), before + 1);
}

}  // namespace
}  // namespace recourse
