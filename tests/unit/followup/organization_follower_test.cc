// The copy of routing's organisation: kept once a version, and as it was while routing is away.
#include "services/followup/adapters/organization_follower.h"

#include <gtest/gtest.h>

#include <vector>

namespace recourse::followup {
namespace {

struct Routing {
  StatusOr<FollowedOrganization> active = FollowedOrganization{1, "one"};
  std::vector<std::int64_t> asked{};
  std::vector<std::string> kept{};
  Status keeping = absl::OkStatus();

  OrganizationFollower Follower() {
    return {[this](std::int64_t known) -> StatusOr<std::optional<FollowedOrganization>> {
              asked.push_back(known);
              if (!active.ok()) return active.status();
              if (active->version == known) return std::nullopt;
              return *active;
            },
            [this](const std::string& document) {
              if (keeping.ok()) kept.push_back(document);
              return keeping;
            }};
  }
};

TEST(OrganizationFollowerTest, KeepsAVersionOnceAndAsksByTheOneItHas) {
  Routing routing;
  auto follower = routing.Follower();
  EXPECT_TRUE(follower.Look().ok());
  EXPECT_TRUE(follower.Look().ok());
  routing.active = FollowedOrganization{4, "four"};
  EXPECT_TRUE(follower.Look().ok());
  EXPECT_EQ(routing.asked, (std::vector<std::int64_t>{0, 1, 1}));
  EXPECT_EQ(routing.kept, (std::vector<std::string>{"one", "four"}));
}

TEST(OrganizationFollowerTest, FollowsAVersionThatIsActiveAgain) {
  Routing routing;
  auto follower = routing.Follower();
  routing.active = FollowedOrganization{4, "four"};
  EXPECT_TRUE(follower.Look().ok());
  routing.active = FollowedOrganization{1, "one"};  // rolled back
  EXPECT_TRUE(follower.Look().ok());
  EXPECT_EQ(routing.kept.back(), "one");
}

TEST(OrganizationFollowerTest, KeepsNothingWhileRoutingIsAway) {
  Routing routing;
  routing.active = absl::UnavailableError("connection refused");
  auto follower = routing.Follower();
  EXPECT_EQ(follower.Look().code(), StatusCode::kUnavailable);
  EXPECT_TRUE(routing.kept.empty());
}

TEST(OrganizationFollowerTest, AsksAgainForWhatItCouldNotKeep) {
  Routing routing;
  routing.keeping = absl::UnavailableError("no database");
  auto follower = routing.Follower();
  EXPECT_FALSE(follower.Look().ok());
  routing.keeping = absl::OkStatus();
  EXPECT_TRUE(follower.Look().ok());
  EXPECT_EQ(routing.asked, (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(routing.kept, std::vector<std::string>{"one"});
}

}  // namespace
}  // namespace recourse::followup
