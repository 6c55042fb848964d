#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/common/kafka/cloud_event.h"
#include "services/common/kafka/log_start.h"
#include "services/common/runtime/following.h"
#include "services/common/runtime/hearing.h"

namespace recourse {
namespace {

const Partition kPartition{"recourse.routing.ticket.v1", 5};

Outgoing Fact() {
  return {kPartition, {2, 101, 4217}, FactId(NamedUuid(kRecourseSpace, "fact")),
          NamedUuid(kRecourseSpace, "key"), "recourse.routing.v1.TicketOpened",
          "recourse.routing.v1.TicketEvent", std::string("\0\xff", 2),
          {{"traceparent", "00-0af7-01"}}, Timestamp(Duration(1'795'367'630'123))};
}

RawRecord InLog(Headers headers) {
  RawRecord record;
  record.partition = kPartition;
  record.offset = 77;
  record.payload = "payload";
  record.headers = std::move(headers);
  ReadCloudEvent(record);
  return record;
}

Headers With(const std::string& name, const std::string& value) {
  Headers headers = CloudEventHeaders(Fact());
  for (auto& header : headers) {
    if (header.first == name) header.second = value;
  }
  return headers;
}

TEST(CloudEventTest, HeadersAreAsTheContractSays) {
  const Headers expected = {
      {"ce_id", ToString(Fact().id)},
      {"ce_source", "/recourse/routing"},
      {"ce_type", "recourse.routing.v1.TicketOpened"},
      {"ce_dataschema", "recourse.routing.v1.TicketEvent"},
      {"ce_time", "2026-11-22T17:13:50.123Z"},
      {"ce_specversion", "1.0"},
      {"ce_sequence", "00000000000000004217"},
      {"ce_epoch", "2/101"},
      {"content-type", "application/protobuf"},
      {"traceparent", "00-0af7-01"},
  };
  EXPECT_EQ(CloudEventHeaders(Fact()), expected);
}

TEST(CloudEventTest, PlaceAndIdComeBackAsTheyWere) {
  const RawRecord record = InLog(CloudEventHeaders(Fact()));
  EXPECT_EQ(record.place, Fact().place);
  EXPECT_EQ(record.id, Fact().id);
}

TEST(CloudEventTest, WhatIsNotInFormIsAStray) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"ce_id", ""},           {"ce_id", "not-a-uuid"},   {"ce_sequence", ""},
      {"ce_sequence", "0"},    {"ce_sequence", "-5"},     {"ce_sequence", " 5"},
      {"ce_sequence", "5x"},   {"ce_sequence", "99999999999999999999"},
      {"ce_epoch", ""},        {"ce_epoch", "2"},         {"ce_epoch", "/"},
      {"ce_epoch", "0/1"},     {"ce_epoch", "2/0"},       {"ce_epoch", "2/4218"},
      {"ce_epoch", "2/1/1"},   {"ce_epoch", "two/one"}};
  for (const auto& [name, value] : wrong) {
    const RawRecord record = InLog(With(name, value));
    EXPECT_EQ(record.place, Place{}) << name << "=" << value;
    EXPECT_FALSE(record.id.empty());
  }
  EXPECT_EQ(InLog({}).place, Place{});
}

TEST(CloudEventTest, TwoStraysAreTwoAndOneIsOne) {
  RawRecord stray = InLog({});
  std::set<FactId> ids{stray.id};
  ReadCloudEvent(stray);
  EXPECT_EQ(ids.count(stray.id), 1u);
  stray.offset = 78;
  ReadCloudEvent(stray);
  ids.insert(stray.id);
  stray.payload = "another log, the same place";
  ReadCloudEvent(stray);
  ids.insert(stray.id);
  EXPECT_EQ(ids.size(), 3u);
}

TEST(CloudEventTest, TimesBeforeTheEpochAreTimesToo) {
  EXPECT_EQ(FormatTime(Timestamp(Duration(-1))), "1969-12-31T23:59:59.999Z");
}

// Part of the wire: a change here would send a key's facts to another partition.
TEST(PartitionTest, OfAKeyNeverChanges) {
  EXPECT_EQ(PartitionOf(Uuid{}), 5);
  EXPECT_EQ(PartitionOf(kRecourseSpace), 1);
}

// position (epoch/sequence), place (epoch/first/sequence), what it is
TEST(FollowingTest, TableOfPlaces) {
  const std::vector<std::tuple<Position, Place, Following>> table = {
      {{0, 0, -1}, {1, 1, 1}, Following::kNext},
      {{0, 0, -1}, {1, 1, 2}, Following::kBeyond},
      {{1, 7, 9}, {1, 1, 7}, Following::kSeen},
      {{1, 7, 9}, {1, 1, 8}, Following::kNext},
      {{1, 7, 9}, {1, 1, 9}, Following::kBeyond},
      {{1, 7, 9}, {2, 8, 8}, Following::kNext},
      {{1, 7, 9}, {2, 8, 9}, Following::kBeyond},
      {{1, 7, 9}, {2, 9, 9}, Following::kBeyond},
      {{1, 7, 9}, {2, 7, 8}, Following::kLostLine},
      {{2, 9, 9}, {1, 1, 10}, Following::kSeen},
  };
  for (const auto& [position, place, following] : table) {
    EXPECT_EQ(FollowingOf(position, place), following)
        << position.epoch << "/" << position.sequence << " then " << place.epoch << "/"
        << place.epoch_first << "/" << place.sequence;
  }
}

TEST(LogStartTest, TableOfLogs) {
  EXPECT_EQ(*LogStart(kPartition, 0, {0, 0}), 0);
  EXPECT_EQ(*LogStart(kPartition, 5, {3, 9}), 5);
  EXPECT_EQ(*LogStart(kPartition, 9, {3, 9}), 9);
  EXPECT_EQ(*LogStart(kPartition, 10, {3, 9}), 3);  // made anew
  const auto refused = LogStart(kPartition, 2, {3, 9});
  EXPECT_EQ(refused.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_NE(std::string(refused.status().message()).find("recoursectl consumer start"),
            std::string::npos);
}

TEST(SelectionTest, TakesWhatFollowsAndNamesWhatIsAbsent) {
  const auto record = [](std::int64_t sequence, std::int64_t offset) {
    RawRecord raw;
    raw.place = {sequence == 0 ? 0 : 1, sequence == 0 ? 0 : 1, sequence};
    raw.offset = offset;
    return raw;
  };
  const Selection selection =
      SelectNext({1, 4, 10}, {record(4, 11), record(5, 12), record(0, 13), record(0, 9),
                              record(8, 14), record(6, 15), record(8, 16)});
  std::vector<std::int64_t> offsets;
  for (const auto& each : selection.next) offsets.push_back(each.offset);
  EXPECT_EQ(offsets, (std::vector<std::int64_t>{12, 13, 15}));
  EXPECT_EQ(selection.missing, 7);
}

TEST(HoleTest, CountsFromTheFirstSightOfEach) {
  const Hole::Instant start{};
  Hole hole;
  EXPECT_TRUE(hole.Note(5, start));
  EXPECT_FALSE(hole.Note(5, start + std::chrono::seconds(20)));
  EXPECT_FALSE(hole.LastsTooLong(start + std::chrono::seconds(29)));
  EXPECT_TRUE(hole.LastsTooLong(start + std::chrono::seconds(30)));
  EXPECT_FALSE(hole.Fill(4));
  EXPECT_TRUE(hole.Fill(5));
  EXPECT_TRUE(hole.Note(9, start + std::chrono::seconds(40)));
  EXPECT_FALSE(hole.LastsTooLong(start + std::chrono::seconds(60)));
}

}  // namespace
}  // namespace recourse
