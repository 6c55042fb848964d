#pragma once

#include <unistd.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "services/common/kafka/log_reader.h"
#include "services/common/kafka/log_tail.h"
#include "services/common/kafka/log_writer.h"
#include "services/common/kafka/topics.h"
#include "tests/support/fake_log.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/kafka_broker.h"

namespace recourse::testing {

// A log of two partitions of one topic that nobody else uses: the fake and the real one alike.
class LogHarness {
 public:
  virtual ~LogHarness() = default;
  virtual LogWriterFactory Writers() = 0;
  virtual LogReaderFactory Readers() = 0;
  virtual LogTailFactory Tails() = 0;
  Partition At(int number) const { return {topic, number}; }

  std::string topic;
};

class FakeLogHarness final : public LogHarness {
 public:
  FakeLogHarness() : log_({{"recourse.contract.log.v1", 0}, {"recourse.contract.log.v1", 1}}) {
    topic = log_.partitions[0].topic;
    log_.unknown_topics = {"recourse.contract.absent.v1"};
  }
  LogWriterFactory Writers() override { return log_.Writers(); }
  LogReaderFactory Readers() override { return log_.Readers(); }
  LogTailFactory Tails() override { return log_.Tails(); }

 private:
  FakeLog log_;
};

// A Kafka that the tests of one program share.
class KafkaLogHarness final : public LogHarness {
 public:
  static KafkaSettings Settings(const std::string& instance) {
    static KafkaBroker broker;
    return {broker.address(), instance};
  }
  // Topics and groups stay behind in a broker that the tests share, so they are never used twice.
  static std::string Fresh(const std::string& what) {
    static std::atomic<int> count = 0;
    return "recourse.contract." + what + "-" + std::to_string(getpid()) + "-" +
           std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) + "-" +
           std::to_string(++count);
  }

  KafkaLogHarness() {
    topic = Fresh("log") + ".v1";
    const Status made = EnsureTopics(Settings("contract"), {{topic, 2}}, std::chrono::seconds(180));
    if (!made.ok()) throw std::runtime_error(made.ToString());
  }
  LogWriterFactory Writers() override { return KafkaLogWriters(Settings("contract")); }
  LogReaderFactory Readers() override {
    return KafkaLogReaders(Settings("contract"), {Fresh("group"), {topic}});
  }
  LogTailFactory Tails() override { return KafkaLogTails(Settings("contract"), topic); }
};

}  // namespace recourse::testing
