#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/runtime/codec_sink.h"
#include "services/common/runtime/consumer.h"
#include "tests/support/counting_domain.h"
#include "tests/support/fake_attempts.h"
#include "tests/support/fake_log.h"
#include "tests/support/fake_relay_store.h"
#include "tests/support/fake_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/quiet_log.h"

namespace recourse {
namespace {

using testing::Count;
using testing::CountCodec;
using testing::FakeAttempts;
using testing::FakeLog;
using testing::FakeRelayStore;
using testing::FakeStore;
using testing::ManualClock;

const Partition kPartition{"recourse.said.number.v1", 3};

// A sink that the test can make fail, and that can end the process.
class Sinking final : public Sink {
 public:
  struct ProcessEnds {};

  explicit Sinking(Sink& sink) : sink_(sink) {}
  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override {
    sizes.push_back(batch.size());
    for (const auto& record : batch) {
      if (record.place.sequence == poison && !record.unreadable) throw ProcessEnds{};
    }
    if (!failure.ok()) return failure;
    return sink_.Handle(partition, batch);
  }
  StatusOr<Position> PositionOf(const Partition& partition) override {
    if (!failure.ok()) return failure;
    return sink_.PositionOf(partition);
  }

  Status failure;
  std::int64_t poison = -1;
  std::vector<std::size_t> sizes;

 private:
  Sink& sink_;
};

// Passes over one record, once, as client libraries have done.
class LosingReader final : public LogReader {
 public:
  LosingReader(std::unique_ptr<LogReader> reader, std::int64_t& lost)
      : reader_(std::move(reader)), lost_(lost) {}
  StatusOr<std::vector<RawRecord>> Poll(int max, std::chrono::milliseconds wait) override {
    auto records = reader_->Poll(max, wait);
    if (records.ok() && std::erase_if(*records, [&](const auto& record) {
          return record.place.sequence == lost_;
        }) > 0) {
      lost_ = -1;
    }
    return records;
  }
  Status Seek(const Partition& partition, std::int64_t offset) override {
    return reader_->Seek(partition, offset);
  }
  StatusOr<std::pair<std::int64_t, std::int64_t>> Bounds(const Partition& partition) override {
    return reader_->Bounds(partition);
  }
  Holding Held() const override { return reader_->Held(); }

 private:
  const std::unique_ptr<LogReader> reader_;
  std::int64_t& lost_;
};

class ConsumerTest : public ::testing::Test {
 protected:
  ConsumerTest() { Restart(); }

  void Restart() {
    consumer_.reset();
    ConsumerOptions options{"count"};
    options.clock = clock_.Reader();
    options.crash = [this](const Status& status) { ended_ = status; };
    const auto readers = [this](LogReader::StartOf start_of) {
      return std::make_unique<LosingReader>(log_.Readers()(std::move(start_of)), lost_);
    };
    consumer_ = std::make_unique<Consumer>(readers, sink_, attempts_, readiness_, options);
  }
  void Say(int count) {
    for (int i = 0; i < count; ++i) {
      const auto number = said_.Last(kPartition) + 1;
      log_.Append(said_.Say(kPartition, Uuid{}, CountCodec::Write(0, number)));
    }
  }
  // Into the outbox, and not into the log.
  void SayUnheard() {
    said_.Say(kPartition, Uuid{}, CountCodec::Write(0, said_.Last(kPartition) + 1));
  }
  void Send(std::int64_t sequence) {
    log_.Append(said_.Outbox(kPartition)[static_cast<std::size_t>(sequence - 1)]);
  }
  void Steps(int count = 3) {
    for (int i = 0; i < count; ++i) {
      clock_.Advance(std::chrono::milliseconds(100));
      consumer_->Step();
    }
  }
  Count::State Counted() { return store_.rows[Count::KeyOf(0)]; }
  std::string Why(const std::string& condition) {
    for (const auto& reason : readiness_.Reasons()) {
      if (reason.condition == condition) return reason.sentence;
    }
    return "";
  }

  ManualClock clock_;
  FakeRelayStore said_{clock_.Reader()};
  FakeLog log_{{kPartition}};
  FakeStore<Count> store_;
  CountCodec codec_;
  CodecSink<Count> counting_{store_, codec_};
  Sinking sink_{counting_};
  FakeAttempts attempts_;
  Readiness readiness_;
  std::int64_t lost_ = -1;  // the sequence that the reader will pass over
  Status ended_;
  std::unique_ptr<Consumer> consumer_;
};

TEST_F(ConsumerTest, HandlesWhatIsSaidOnceInOrderAndInBatches) {
  Say(700);
  Steps();
  EXPECT_EQ(Counted(), (Count::State{700, 700}));
  EXPECT_EQ(sink_.sizes, (std::vector<std::size_t>{512, 188}));
}

TEST_F(ConsumerTest, IsNotReadyBeforeTheLogHasSaidWhatToHear) {
  EXPECT_NE(Why("log").find("RECOURSE_KAFKA_BROKERS"), std::string::npos);
  Steps(1);
  EXPECT_TRUE(readiness_.Ready());
}

TEST_F(ConsumerTest, WhatTheStoreRefusesForNowIsTriedAgainAndNothingIsSkipped) {
  Say(3);
  Steps();
  sink_.failure = absl::UnavailableError("store away");
  Say(3);
  for (int i = 0; i < 10; ++i) {
    clock_.Advance(std::chrono::seconds(2));
    EXPECT_GT(consumer_->Step().count(), 0);
  }
  EXPECT_NE(Why("handling of records").find("store away"), std::string::npos);
  sink_.failure = absl::OkStatus();
  Steps();
  EXPECT_EQ(Counted(), (Count::State{6, 6}));
  EXPECT_TRUE(readiness_.Ready());
  EXPECT_TRUE(ended_.ok());
}

TEST_F(ConsumerTest, WhatTimeDoesNotHealEndsTheProcess) {
  Say(1);
  sink_.failure = absl::NotFoundError("no such table");
  Steps(1);
  EXPECT_EQ(ended_.code(), StatusCode::kNotFound);
}

TEST_F(ConsumerTest, RecordsSentAgainAreNotHandledAgain) {
  Say(5);
  for (const int sequence : {2, 3, 4, 5, 1}) Send(sequence);
  Say(1);
  Steps();
  EXPECT_EQ(Counted(), (Count::State{6, 6}));
}

TEST_F(ConsumerTest, WhatTheReaderPassedOverIsReadAgainBeforeItIsCalledAHole) {
  lost_ = 3;
  Say(6);
  Steps(3);
  EXPECT_EQ(Counted(), (Count::State{6, 6}));
}

TEST_F(ConsumerTest, AHoleThatStaysIsToldWithItsRemedyAndForgottenWhenFilled) {
  Say(3);
  SayUnheard();
  Say(2);
  Steps(3);
  EXPECT_EQ(Counted().count, 3);
  EXPECT_TRUE(readiness_.Ready());
  clock_.Advance(std::chrono::seconds(30));
  Steps(1);
  const std::string why = Why("hole in " + ToString(kPartition));
  EXPECT_NE(why.find("fact 4 of "), std::string::npos);
  EXPECT_NE(why.find("recoursectl relay resend"), std::string::npos);
  for (const int sequence : {4, 5, 6}) Send(sequence);
  Steps(3);
  EXPECT_EQ(Counted(), (Count::State{6, 6}));
  EXPECT_TRUE(readiness_.Ready());
}

TEST_F(ConsumerTest, AHoleThatItsSenderFillsIsNeverTold) {
  Say(3);
  SayUnheard();
  Say(2);
  Steps(3);
  for (const int sequence : {4, 5, 6}) Send(sequence);
  Steps(3);
  clock_.Advance(std::chrono::seconds(40));
  Steps(3);
  EXPECT_TRUE(readiness_.Ready());
  EXPECT_EQ(Counted(), (Count::State{6, 6}));
}

TEST_F(ConsumerTest, ASinkThatLostItsLastSecondIsFedAgain) {
  Say(4);
  Steps();
  const auto rows = store_.rows;
  const auto positions = store_.positions;
  Say(4);
  Steps();
  store_.rows = rows;
  store_.positions = positions;
  Say(1);
  Steps();
  EXPECT_EQ(Counted(), (Count::State{9, 9}));
  EXPECT_TRUE(readiness_.Ready());
}

TEST_F(ConsumerTest, ASinkThatLostItsLastSecondIsFedAgainThoughNothingNewIsSaid) {
  Say(8);
  Steps();
  store_.rows.clear();
  store_.positions.clear();
  clock_.Advance(Consumer::kLookEvery);
  Steps(2);  // handled since the last look: believed
  clock_.Advance(Consumer::kLookEvery);
  Steps(3);
  EXPECT_EQ(Counted(), (Count::State{8, 8}));
}

TEST_F(ConsumerTest, WhatAnotherOwnerHandledIsNotHandledAgain) {
  Say(4);
  Steps();
  Say(4);
  ASSERT_TRUE(counting_.Handle(kPartition, log_.Records(kPartition)).ok());
  Say(1);
  Steps();
  EXPECT_EQ(Counted(), (Count::State{9, 9}));
}

TEST_F(ConsumerTest, ARecordWithoutAPlaceBecomesADeadLetterAndTheOthersGoOn) {
  Say(2);
  RawRecord stray;
  stray.partition = kPartition;
  stray.payload = "who am I";
  log_.AppendRaw(stray);
  Say(2);
  Steps();
  Restart();
  Steps();
  EXPECT_EQ(Counted(), (Count::State{4, 4}));
  ASSERT_EQ(store_.dead.size(), 1u);
  EXPECT_EQ(store_.dead[0].raw->payload, "who am I");
}

TEST_F(ConsumerTest, ALogThatLostWhatComesNextIsRefusedUntilTold) {
  Say(6);
  log_.Cut(kPartition, 3);
  Steps();
  EXPECT_EQ(Counted().count, 0);
  const std::string condition = "start of " + ToString(kPartition);
  EXPECT_NE(Why(condition).find("recoursectl consumer start"), std::string::npos);
  store_.positions[kPartition] = {1, 3, 2};  // someone said: go on after 3
  Steps();
  EXPECT_EQ(Counted(), (Count::State{3, 6}));
  EXPECT_TRUE(readiness_.Ready());
}

TEST_F(ConsumerTest, ALogThatWasMadeAnewIsReadFromItsBeginAndPlacesSayWhatIsNew) {
  Say(6);
  Steps();
  log_.MakeAnew(kPartition);
  for (const int sequence : {4, 5, 6}) Send(sequence);
  Restart();
  Say(1);
  Steps();
  EXPECT_EQ(Counted(), (Count::State{7, 7}));
}

TEST_F(ConsumerTest, APositionOnALostTimeLineIsNotReady) {
  store_.positions[kPartition] = {1, 12, -1};
  Outgoing record = said_.Say(kPartition, Uuid{}, CountCodec::Write(0, 1));
  record.place = {2, 10, 10};
  log_.Append(record);
  Steps();
  EXPECT_NE(Why("time line of " + ToString(kPartition)).find("restore"), std::string::npos);
  EXPECT_EQ(Counted().count, 0);
}

// A process that ends without a word: no destructor of the old one says anything to the attempts.
class PoisonTest : public ConsumerTest {
 protected:
  // Lives until nothing is left to do or the process ends; true if it ended.
  bool Live() {
    Restart();
    try {
      Steps(6);
    } catch (const Sinking::ProcessEnds&) {
      return true;
    }
    return false;
  }
};

TEST_F(PoisonTest, ARecordThatEndsTheProcessAgainAndAgainIsPutAsideAndNoOther) {
  Say(300);
  sink_.poison = 200;
  int ends = 0;
  while (Live()) ++ends;
  EXPECT_EQ(ends, 4);  // once in a batch, three times alone
  EXPECT_EQ(Counted(), (Count::State{299, 300}));
  ASSERT_EQ(store_.dead.size(), 1u);
  EXPECT_EQ(store_.dead[0].raw->place.sequence, 200);
  EXPECT_NE(store_.dead[0].reason.find("ends of the process"), std::string::npos);
}

TEST_F(PoisonTest, TwoEndsOfTheProcessPutNothingAside) {
  Say(10);
  sink_.poison = 5;
  EXPECT_TRUE(Live());
  EXPECT_TRUE(Live());
  EXPECT_TRUE(Live());
  sink_.poison = -1;
  EXPECT_FALSE(Live());
  EXPECT_TRUE(store_.dead.empty());
  EXPECT_EQ(Counted(), (Count::State{10, 10}));
}

TEST_F(PoisonTest, AfterACleanStopNothingIsHandledAlone) {
  Say(10);
  Steps();
  consumer_->End();
  Restart();
  Say(10);
  Steps();
  EXPECT_EQ(attempts_.marks, 0);
  EXPECT_EQ(sink_.sizes, (std::vector<std::size_t>{10, 10}));
}

TEST_F(PoisonTest, CareEndsWhereTheLogEndedAtTheStart) {
  Say(10);
  Steps();
  Say(4);
  Restart();  // not clean
  Steps();
  EXPECT_EQ(attempts_.marks, 4);
  Say(20);
  Steps();
  EXPECT_EQ(attempts_.marks, 4);
  EXPECT_EQ(attempts_.rows[kPartition].sequence, 0);
  EXPECT_EQ(sink_.sizes.back(), 20u);
}

TEST_F(PoisonTest, CareEndsAfterAsManyRecordsAsABatchMayHave) {
  Say(1);
  Steps();
  Say(1000);
  Restart();
  Steps(6);
  EXPECT_EQ(attempts_.marks, Care::kRecords);
  EXPECT_EQ(Counted().count, 1001);
}

}  // namespace
}  // namespace recourse
