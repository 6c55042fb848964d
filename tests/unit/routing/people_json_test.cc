// What others obey of the organisation is refused where it is put, with its place.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/routing/adapters/policy_json.h"

namespace recourse::routing {
namespace {

std::string FaultOf(const std::string& people, const std::string& of_branch = "",
                    const std::string& of_region = "") {
  const auto read = ReadOrganizationDocument(R"({"regions": [{"region_id": "r")" + of_region +
                                             R"(}], "branches": [{"branch_id": "b",
          "region_id": "r", "name_zh": "支行", "name_en": "Branch")" +
                                             of_branch + "}]" + people + "}");
  return read.ok() ? "" : std::string(read.status().message());
}

constexpr const char* kPeople = R"(, "people": [{"agent_id": "anna", "name": "Anna",
  "mail": "anna@bank.example", "language": "zh", "branch_id": "b", "role": "branch_manager"},
  {"agent_id": "ben", "endpoint": "pager"}])";

TEST(OrganizationPeopleTest, MayBeAbsentOrTold) {
  EXPECT_EQ(FaultOf(""), "");
  EXPECT_EQ(FaultOf(kPeople), "");
  EXPECT_EQ(FaultOf(kPeople, R"(, "told": ["anna", "ben"], "zone": "Asia/Shanghai")",
                    R"(, "zone": "Europe/London")"),
            "");
}

struct Refused {
  std::string people, of_branch, of_region, fault;
};

TEST(OrganizationPeopleTest, NamesThePlaceOfAFault) {
  const std::vector<Refused> cases = {
      {R"(, "people": [{}])", "", "", "people[0].agent_id: must be a text that is not empty"},
      {R"(, "people": [{"agent_id": "a"}, {"agent_id": "a"}])", "", "",
       "people[1].agent_id: stands twice"},
      {R"(, "people": [{"agent_id": "a", "mail": "a at bank"}])", "", "",
       "people[0].mail: must be an address such as somebody@example.com"},
      {R"(, "people": [{"agent_id": "a", "role": "king"}])", "", "", "people[0].role: is no role"},
      {R"(, "people": [{"agent_id": "a", "name": 5}])", "", "", "people[0].name: must be a text"},
      {kPeople, R"(, "told": ["zoe"])", "",
       "branches[0].told: names zoe, who is none of the people"},
      {kPeople, R"(, "told": [1])", "", "branches[0].told: must be a list of texts"},
      {kPeople, R"(, "zone": "Mars/Olympus")", "", "branches[0].zone: no time zone is called"},
      {kPeople, "", R"(, "zone": "Mars/Olympus")", "regions[0].zone: no time zone is called"}};
  for (const auto& [people, of_branch, of_region, fault] : cases) {
    EXPECT_EQ(FaultOf(people, of_branch, of_region).substr(0, fault.size()), fault);
  }
}

}  // namespace
}  // namespace recourse::routing
