#include "services/console/domain/user.h"

#include <gtest/gtest.h>

#include <string>

#include "services/common/access/role.h"
#include "services/console/adapters/places_codec.h"

namespace recourse::console {
namespace {

TEST(UserNameTest, IsTextThatAnAddressCanHold) {
  for (const char* name : {"anna", "Anna Liu", "李安娜", "a.b@example.com", "x"}) {
    EXPECT_TRUE(IsUserName(name)) << name;
  }
  EXPECT_TRUE(IsUserName(std::string(128, 'a')));
  for (const char* name : {"", ".", "..", ".anna", "a/b", "a\\b", "a\nb", "a\x7f"}) {
    EXPECT_FALSE(IsUserName(name)) << name;
  }
  EXPECT_FALSE(IsUserName(std::string(129, 'a')));
  EXPECT_FALSE(IsUserName(std::string("a\0b", 3)));
}

TEST(PersonsRoleTest, IsEveryRoleButThatOfMachines) {
  for (const Role role : AllRoles()) {
    EXPECT_EQ(IsPersonsRole(RoleName(role)), role != Role::kIngest) << RoleName(role);
  }
  EXPECT_FALSE(IsPersonsRole(""));
  EXPECT_FALSE(IsPersonsRole("Agent"));
}

TEST(PlacesTest, AreRegionsAndBranchesAndThePeopleInThem) {
  const Places places = ReadPlaces(R"({
      "regions": [{"region_id": "north"}],
      "branches": [{"branch_id": "b1", "region_id": "north"}],
      "people": [{"agent_id": "a-1", "name": "安娜", "role": "agent", "branch_id": "b1"},
                 {"agent_id": "a-2", "name": "Boris"}]})");
  EXPECT_EQ(places.scopes, (std::set<std::string>{"b1", "north"}));
  ASSERT_EQ(places.people.size(), 2u);
  EXPECT_EQ(places.people.at("a-1").role, "agent");
  EXPECT_EQ(places.people.at("a-1").branch_id, "b1");
  EXPECT_EQ(places.people.at("a-2").branch_id, "");
}

TEST(PlacesTest, OfSomethingElseAreNone) {
  for (const char* text : {"", "[]", "{}", R"({"regions": 1, "branches": [1], "people": {}})"}) {
    const Places places = ReadPlaces(text);
    EXPECT_TRUE(places.scopes.empty() && places.people.empty()) << text;
  }
}

}  // namespace
}  // namespace recourse::console
