// What relay, consumer and tail rely on, over the fake log and over Kafka.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/log_harness.h"

namespace recourse {
namespace {

using testing::FakeLogHarness;
using testing::KafkaLogHarness;
using testing::LogHarness;
using Sequences = std::vector<std::int64_t>;

constexpr std::chrono::milliseconds kWait{50};
constexpr std::chrono::seconds kPatience{120};

struct Kind {
  std::string name;
  std::function<std::unique_ptr<LogHarness>()> make;
};

class LogContractBase : public ::testing::Test {
 protected:
  Outgoing Row(int partition, std::int64_t sequence) {
    return {log_->At(partition), {2, 1, sequence}, FactId(NamedUuid(kRecourseSpace, "f")),
            NamedUuid(kRecourseSpace, "key"), "recourse.contract.v1.Said",
            "recourse.contract.v1.SaidEvent", std::string("\0\xff payload", 10),
            {{"traceparent", "00-1-2-3"}}, Timestamp{}};
  }

  // Sends, and waits for the report of each.
  void Send(LogWriter& writer, int partition, std::int64_t first, std::int64_t last) {
    for (auto sequence = first; sequence <= last; ++sequence) {
      const Status sent = Try([&] { return writer.Send(Row(partition, sequence)); });
      ASSERT_TRUE(sent.ok()) << sent.ToString();
    }
    std::map<std::int64_t, Status> reports;
    Until([&] {
      for (const auto& delivery : writer.Deliveries(kWait)) {
        reports[delivery.sequence] = delivery.status;
      }
      return reports.size() == static_cast<std::size_t>(last - first + 1);
    });
    for (auto sequence = first; sequence <= last; ++sequence) EXPECT_TRUE(reports[sequence].ok());
  }

  static void Until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
    }
  }
  static Status Try(const std::function<Status()>& ask) {
    Status status;
    Until([&] {
      status = ask();
      return status.code() != StatusCode::kUnavailable;
    });
    return status;
  }

  std::unique_ptr<LogReader> Reader(std::int64_t start = 0) {
    return log_->Readers()([start](const Partition&) { return StatusOr<std::int64_t>(start); });
  }
  static std::vector<RawRecord> Read(LogReader& reader, std::size_t count) {
    std::vector<RawRecord> records;
    Until([&] {
      auto some = reader.Poll(100, kWait);
      EXPECT_TRUE(some.ok()) << some.status().ToString();
      if (some.ok()) records.insert(records.end(), some->begin(), some->end());
      return records.size() >= count;
    });
    return records;
  }
  static Sequences SequencesOf(const std::vector<RawRecord>& records, int partition) {
    Sequences sequences;
    for (const auto& record : records) {
      if (record.partition.number == partition) sequences.push_back(record.place.sequence);
    }
    return sequences;
  }

  std::unique_ptr<LogHarness> log_;
};

class LogContract : public LogContractBase, public ::testing::WithParamInterface<Kind> {
 protected:
  void SetUp() override { log_ = GetParam().make(); }
};

TEST_P(LogContract, WhatIsSentIsReadAsItWasInTheOrderOfItsPartition) {
  const auto writer = log_->Writers()();
  Send(*writer, 0, 1, 3);
  Send(*writer, 1, 1, 2);
  const auto reader = Reader();
  const auto records = Read(*reader, 5);
  EXPECT_EQ(SequencesOf(records, 0), (Sequences{1, 2, 3}));
  EXPECT_EQ(SequencesOf(records, 1), (Sequences{1, 2}));
  const RawRecord& record = records.front();
  const Outgoing row = Row(record.partition.number, record.place.sequence);
  EXPECT_EQ(record.place, row.place);
  EXPECT_EQ(record.id, row.id);
  EXPECT_EQ(record.key, ToString(row.key));
  EXPECT_EQ(record.payload, row.payload);
  EXPECT_EQ(record.headers, CloudEventHeaders(row));
}

TEST_P(LogContract, OffsetsOfAPartitionRunOnByOne) {
  Send(*log_->Writers()(), 0, 1, 4);
  std::int64_t expected = 0;
  for (const auto& record : Read(*Reader(), 4)) EXPECT_EQ(record.offset, expected++);
}

TEST_P(LogContract, AReaderBeginsWhereItIsTold) {
  Send(*log_->Writers()(), 0, 1, 6);
  const auto reader = Reader(4);
  EXPECT_EQ(SequencesOf(Read(*reader, 2), 0), (Sequences{5, 6}));
}

TEST_P(LogContract, AReaderThatWantsMoreThanThereIsBeginsAtTheBegin) {
  Send(*log_->Writers()(), 0, 1, 2);
  EXPECT_EQ(SequencesOf(Read(*Reader(100), 2), 0), (Sequences{1, 2}));
}

TEST_P(LogContract, AReaderWaitsWhileItIsNotKnownWhereToBegin) {
  Send(*log_->Writers()(), 0, 1, 2);
  int asked = 0;
  const auto reader = log_->Readers()([&](const Partition&) -> StatusOr<std::int64_t> {
    if (++asked < 4) return absl::UnavailableError("store away");
    return 1;
  });
  EXPECT_EQ(SequencesOf(Read(*reader, 1), 0), (Sequences{2}));
}

TEST_P(LogContract, SeekingReadsAgainAndTheOtherPartitionGoesOn) {
  const auto writer = log_->Writers()();
  Send(*writer, 0, 1, 5);
  Send(*writer, 1, 1, 2);
  const auto reader = Reader();
  Read(*reader, 7);
  ASSERT_TRUE(reader->Seek(log_->At(0), 2).ok());
  EXPECT_EQ(SequencesOf(Read(*reader, 3), 0), (Sequences{3, 4, 5}));
  Send(*writer, 1, 3, 3);
  EXPECT_EQ(SequencesOf(Read(*reader, 1), 1), (Sequences{3}));
}

TEST_P(LogContract, AReaderSaysWhatItHoldsAndHowFarTheLogGoes) {
  Send(*log_->Writers()(), 1, 1, 3);
  const auto reader = Reader();
  EXPECT_FALSE(reader->Held().joined);
  Read(*reader, 3);
  EXPECT_TRUE(reader->Held().joined);
  EXPECT_EQ(reader->Held().partitions.size(), 2u);
  const auto bounds = reader->Bounds(log_->At(1));
  ASSERT_TRUE(bounds.ok());
  EXPECT_EQ(*bounds, (std::pair<std::int64_t, std::int64_t>(0, 3)));
}

TEST_P(LogContract, ATailReadsAllPartitionsFromTheEndOn) {
  const auto writer = log_->Writers()();
  Send(*writer, 0, 1, 3);
  const auto tail = log_->Tails()();
  Until([&] { return tail->Poll(100, kWait).ok() && tail->Held().joined; });
  Send(*writer, 0, 4, 5);
  Send(*writer, 1, 1, 1);
  const auto records = Read(*tail, 3);
  EXPECT_EQ(SequencesOf(records, 0), (Sequences{4, 5}));
  EXPECT_EQ(SequencesOf(records, 1), (Sequences{1}));
}

TEST_P(LogContract, AFullWriterSaysSoAndTakesMoreOnceReportsAreTaken) {
  const auto writer = log_->Writers()();
  std::int64_t sent = 0;
  Status status;
  Until([&] {
    status = writer->Send(Row(0, sent + 1));
    if (status.ok()) ++sent;
    return status.code() == StatusCode::kResourceExhausted;
  });
  std::int64_t reported = 0;
  Until([&] {
    reported += static_cast<std::int64_t>(writer->Deliveries(kWait).size());
    return reported == sent;
  });
  EXPECT_TRUE(writer->Send(Row(0, sent + 1)).ok());
}

TEST_P(LogContract, AnAbsentTopicIsUnavailableAndTheWriterStaysGood) {
  const auto writer = log_->Writers()();
  Outgoing row = Row(0, 1);
  row.partition.topic = "recourse.contract.absent.v1";
  EXPECT_EQ(writer->Send(row).code(), StatusCode::kUnavailable);
  Send(*writer, 0, 1, 2);
}

TEST_P(LogContract, AWriterThatFollowsAnotherSendsAgainWhatItWants) {
  Send(*log_->Writers()(), 0, 1, 3);
  Send(*log_->Writers()(), 0, 2, 4);
  EXPECT_EQ(SequencesOf(Read(*Reader(), 6), 0), (Sequences{1, 2, 3, 2, 3, 4}));
}

// What only the real one has: groups and topics.
class KafkaContract : public LogContractBase {
 protected:
  void SetUp() override { log_ = std::make_unique<KafkaLogHarness>(); }
  static std::unique_ptr<LogReader> Join(const std::string& instance, const KafkaGroup& group) {
    return KafkaLogReaders(KafkaLogHarness::Settings(instance), group)(
        [](const Partition&) { return StatusOr<std::int64_t>(0); });
  }
};

TEST_F(KafkaContract, TwoMembersShareThePartitionsAndOneThatStartsAgainGetsItsOwn) {
  const KafkaGroup group{KafkaLogHarness::Fresh("group"), {log_->topic}};
  auto first = Join("contract-1", group);
  auto second = Join("contract-2", group);
  const auto both = [&] {
    first->Poll(10, kWait).IgnoreError();
    second->Poll(10, kWait).IgnoreError();
    return first->Held().partitions.size() == 1 && second->Held().partitions.size() == 1;
  };
  Until(both);
  const auto mine = second->Held().partitions;
  second.reset();  // as by a kill: it does not take leave
  second = Join("contract-2", group);
  Until(both);
  EXPECT_EQ(second->Held().partitions, mine);
}

TEST_F(KafkaContract, AMemberThatIsFencedIsUnavailableSoThatANewOneIsMade) {
  const KafkaGroup group{KafkaLogHarness::Fresh("group"), {log_->topic}};
  const auto first = Join("contract-1", group);
  Until([&] { return first->Poll(10, kWait).ok() && first->Held().partitions.size() == 2; });
  const auto second = Join("contract-1", group);
  Status status;
  Until([&] {
    second->Poll(10, kWait).IgnoreError();
    status = first->Poll(10, kWait).status();
    return !status.ok();
  });
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
}

TEST_F(KafkaContract, ATopicThatIsThereIsLeftAloneAndAnotherNumberIsRefused) {
  const auto settings = KafkaLogHarness::Settings("contract");
  EXPECT_TRUE(EnsureTopics(settings, {{log_->topic, 2}}, kPatience).ok());
  const Status refused = EnsureTopics(settings, {{log_->topic, 3}}, kPatience);
  EXPECT_EQ(refused.code(), StatusCode::kFailedPrecondition);
  const std::string why(refused.message());
  EXPECT_NE(why.find(log_->topic + " has 2 partitions and 3 are expected"), std::string::npos);
}

TEST(KafkaAwayTest, TopicsCannotBeMadeNow) {
  const Status away =
      EnsureTopics({"127.0.0.1:1", "contract"}, {{"t"}}, std::chrono::milliseconds(100));
  EXPECT_EQ(away.code(), StatusCode::kUnavailable);
}

INSTANTIATE_TEST_SUITE_P(
    Logs, LogContract,
    ::testing::Values(Kind{"Fake", [] { return std::make_unique<FakeLogHarness>(); }},
                      Kind{"Kafka", [] { return std::make_unique<KafkaLogHarness>(); }}),
    [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace recourse
