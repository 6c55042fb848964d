#include <gtest/gtest.h>

#include <algorithm>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/routing/adapters/watch_filter_codec.h"

namespace recourse::routing {
namespace {

v1::TicketEvent Moved(const std::string& from, const std::string& to) {
  v1::TicketEvent event;
  event.set_ticket_id("t1");
  if (!from.empty()) {
    event.mutable_before()->set_branch_id(from);
    event.mutable_before()->set_region_id("region-of-" + from);
  }
  event.mutable_after()->set_branch_id(to);
  event.mutable_after()->set_region_id("region-of-" + to);
  return event;
}

TicketFilter Filter(const std::string& scope, const std::string& branch_id) {
  TicketFilter filter;
  filter.scope = scope;
  filter.branch_id = branch_id;
  return filter;
}

// Only the watches of these places are looked at, so none that is concerned may stand elsewhere.
TEST(WatchFilterTest, WhatConcernsAFilterIsToldAtItsPlace) {
  const std::vector<std::string> places{"", "b1", "b2", "b3", "region-of-b1", "region-of-b2"};
  const std::vector<std::string> branches{"", "b1", "b2", "b3"};
  int concerned = 0;
  for (const v1::TicketEvent& event : {Moved("", "b1"), Moved("b1", "b2"), Moved("b2", "b2")}) {
    const auto told = PlacesOf(event);
    for (const std::string& scope : places) {
      for (const std::string& branch_id : branches) {
        const TicketFilter filter = Filter(scope, branch_id);
        if (!Concerns(event, filter)) continue;
        ++concerned;
        EXPECT_EQ(std::count(told.begin(), told.end(), PlaceOf(filter)), 1)
            << "scope " << scope << ", branch " << branch_id;
      }
    }
  }
  // Of 24 filters six see one branch; of the move one, without limits, sees both ends.
  EXPECT_EQ(concerned, 6 + 11 + 6);
}

TEST(WatchFilterTest, ATicketThatLeavesConcernsWhoSawItAndWhoSeesIt) {
  const auto event = Moved("b1", "b2");
  EXPECT_TRUE(Concerns(event, Filter("", "b1")));
  EXPECT_TRUE(Concerns(event, Filter("region-of-b2", "")));
  EXPECT_FALSE(Concerns(event, Filter("", "b3")));
  EXPECT_FALSE(Concerns(event, Filter("b3", "b1"))) << "a branch outside of the scope";
}

TEST(WatchFilterTest, FeedbackWithoutATicketConcernsNobody) {
  auto event = Moved("", "b1");
  event.clear_ticket_id();
  EXPECT_FALSE(Concerns(event, Filter("", "")));
}

TEST(WatchFilterTest, OnlyAnAnswerThatIsOverdueConcernsAWatchOfBreaches) {
  auto filter = Filter("", "");
  filter.breached = true;
  auto event = Moved("b1", "b1");
  EXPECT_FALSE(Concerns(event, filter));
  event.mutable_before()->set_response_clock(v1::CLOCK_STATE_BREACHED);
  EXPECT_TRUE(Concerns(event, filter)) << "it leaves the list";
}

}  // namespace
}  // namespace recourse::routing
