#include "services/console/domain/presence.h"

#include <gtest/gtest.h>

namespace recourse::console {
namespace {

const Timestamp kNow{std::chrono::hours(500'000)};
const std::string kTicket = "t1";

TEST(PresenceTest, NamesWhoLooksAndNobodyElse) {
  Presence presence;
  presence.Enter(1, kTicket, "a1", "li.na");
  presence.Enter(2, "t2", "a2", "zhang.wei");
  EXPECT_EQ(presence.At(kTicket, kNow), (std::vector<Present>{{"a1", "li.na", false}}));
  EXPECT_EQ(presence.At("t3", kNow), std::vector<Present>{});
}

TEST(PresenceTest, NamesEachPersonOnceUntilHisLastWindowIsClosed) {
  Presence presence;
  presence.Enter(1, kTicket, "a1", "li.na");
  presence.Enter(2, kTicket, "a1", "li.na");
  EXPECT_EQ(presence.At(kTicket, kNow).size(), 1U);
  presence.Leave(1);
  EXPECT_EQ(presence.At(kTicket, kNow).size(), 1U);
  presence.Leave(2);
  EXPECT_TRUE(presence.At(kTicket, kNow).empty());
}

TEST(PresenceTest, TellsTypingUntilItsTimeIsOver) {
  Presence presence;
  presence.Enter(1, kTicket, "a1", "li.na");
  ASSERT_TRUE(presence.Type(kTicket, "a1", true, kNow));
  EXPECT_TRUE(presence.At(kTicket, kNow + Presence::kTypingFor - Duration(1)).front().typing);
  EXPECT_FALSE(presence.At(kTicket, kNow + Presence::kTypingFor).front().typing);
}

TEST(PresenceTest, EndsTypingWhenItIsSaid) {
  Presence presence;
  presence.Enter(1, kTicket, "a1", "li.na");
  ASSERT_TRUE(presence.Type(kTicket, "a1", true, kNow));
  ASSERT_TRUE(presence.Type(kTicket, "a1", false, kNow));
  EXPECT_FALSE(presence.At(kTicket, kNow).front().typing);
}

TEST(PresenceTest, DoesNotBelieveWhoDoesNotLook) {
  Presence presence;
  presence.Enter(1, kTicket, "a1", "li.na");
  EXPECT_FALSE(presence.Type(kTicket, "a2", true, kNow));
  EXPECT_FALSE(presence.Type("t2", "a1", true, kNow));
  presence.Leave(1);
  EXPECT_FALSE(presence.Type(kTicket, "a1", true, kNow));
  presence.Leave(1);  // a watch may end twice at the end of the process
}

}  // namespace
}  // namespace recourse::console
