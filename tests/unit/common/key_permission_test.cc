#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "services/common/access/permission.h"

namespace recourse {
namespace {

namespace fs = std::filesystem;

std::string FirstMatch(const std::string& line, const std::regex& pattern) {
  std::smatch match;
  return std::regex_search(line, match, pattern) ? match[1].str() : "";
}

// Read from the contracts themselves, so that one which nothing links yet counts too.
void AddMethodsOf(const fs::path& file, std::set<std::string>& methods) {
  static const std::regex package("^package ([a-z0-9.]+);");
  static const std::regex service("^service ([A-Za-z]+) ");
  static const std::regex rpc("^ +rpc ([A-Za-z]+)\\(");
  std::ifstream text(file);
  std::string place;
  std::string name;
  for (std::string line; std::getline(text, line);) {
    if (const auto found = FirstMatch(line, package); !found.empty()) place = found;
    if (const auto found = FirstMatch(line, service); !found.empty()) name = found;
    if (const auto found = FirstMatch(line, rpc); !found.empty()) {
      methods.insert("/" + place + "." + name + "/" + found);
    }
  }
}

std::set<std::string> MethodsOfTheContracts() {
  std::set<std::string> methods;
  const fs::path root = fs::path(RECOURSE_TESTS_DIR).parent_path() / "proto" / "recourse";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".proto") {
      AddMethodsOf(entry.path(), methods);
    }
  }
  return methods;
}

bool May(Role role, const std::string& method) {
  return Authorise({"k", role, "", "n"}, method).ok();
}

TEST(PermissionTest, HasOneRowForEachMethodOfTheContractsAndNoOther) {
  std::set<std::string> rows;
  for (const MethodRule& rule : MethodRules()) {
    EXPECT_TRUE(rows.insert(std::string(rule.method)).second) << rule.method << " stands twice";
    EXPECT_FALSE(rule.roles.empty()) << rule.method;
  }
  const auto methods = MethodsOfTheContracts();
  EXPECT_GT(methods.size(), 10U);
  EXPECT_EQ(rows, methods) << "give every method of proto/ a row in permission.cc";
}

std::string RowOf(const MethodRule& rule) {
  const auto slash = rule.method.rfind('/');
  std::string row = "| " + std::string(rule.method.substr(1, slash - 1)) + " | " +
                    std::string(rule.method.substr(slash + 1)) + " |";
  for (const Role role : AllRoles()) {
    const bool may = std::find(rule.roles.begin(), rule.roles.end(), role) != rule.roles.end();
    row += may ? " x |" : " |";
  }
  return row + " " + std::string(ReachName(rule.reach)) + " |\n";
}

std::string PageOfTheTable() {
  std::string head = "| service | method |";
  std::string line = "|---|---|";
  for (const Role role : AllRoles()) {
    head += " " + std::string(RoleName(role)) + " |";
    line += "---|";
  }
  std::string page =
      "# Who may call what\n\nMade from `permission.cc` (unit.common holds the two equal; "
      "`UPDATE_GOLDEN=1` rewrites it). What\nis not here is refused to everyone.\n\n"
      "- *place*: the service shows and changes only what lies within the caller's scope.\n"
      "- *whole*: it concerns all places at once, and needs a scope that is everything.\n"
      "- *any*: it concerns no place, and the scope is not asked.\n\n" +
      head + " reach |\n" + line + "---|\n";
  for (const MethodRule& rule : MethodRules()) page += RowOf(rule);
  return page;
}

TEST(PermissionTest, IsWrittenDownAsItIs) {
  const fs::path path =
      fs::path(RECOURSE_TESTS_DIR).parent_path() / "services/common/access/METHODS.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << PageOfTheTable();
  std::ostringstream kept;
  kept << std::ifstream(path).rdbuf();
  EXPECT_EQ(kept.str(), PageOfTheTable()) << "UPDATE_GOLDEN=1 writes it anew";
}

TEST(PermissionTest, RefusesAMethodWithoutARowToEveryone) {
  for (const Role role : AllRoles()) {
    const Status status =
        Authorise({"k", role, "", "n"}, "/recourse.routing.v1.TicketService/Burn");
    EXPECT_EQ(status.code(), StatusCode::kPermissionDenied) << RoleName(role);
  }
  EXPECT_FALSE(May(Role::kAdministrator, ""));
}

TEST(PermissionTest, LetsEachRoleDoItsWorkAndNoMore) {
  const std::string take = "/recourse.routing.v1.TicketService/TakeTicket";
  const std::string submit = "/recourse.ingest.v1.FeedbackService/SubmitFeedback";
  const std::string stream = "/recourse.ingest.v1.FeedbackService/StreamFeedback";
  const std::string kpis = "/recourse.kpi.v1.KpiService/GetKpis";
  const std::string policy = "/recourse.policy.v1.PolicyService/PutPolicy";
  const std::string key = "/recourse.ingest.v1.CredentialService/CreateKey";
  EXPECT_TRUE(May(Role::kAgent, take));
  EXPECT_FALSE(May(Role::kIngest, take));
  EXPECT_FALSE(May(Role::kAuditor, take));
  EXPECT_TRUE(May(Role::kIngest, submit));
  EXPECT_TRUE(May(Role::kAgent, submit)) << "takes down what someone says on the phone";
  EXPECT_FALSE(May(Role::kAgent, stream));
  EXPECT_FALSE(May(Role::kAuditor, submit));
  EXPECT_TRUE(May(Role::kAuditor, kpis));
  EXPECT_FALSE(May(Role::kIngest, kpis));
  for (const Role role : AllRoles()) {
    EXPECT_EQ(May(role, policy), role == Role::kAdministrator);
    EXPECT_EQ(May(role, key), role == Role::kAdministrator);
  }
}

TEST(PermissionTest, OpensNothingButHealthAndReflection) {
  EXPECT_TRUE(IsOpenMethod("/grpc.health.v1.Health/Check"));
  EXPECT_TRUE(IsOpenMethod("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"));
  EXPECT_FALSE(IsOpenMethod("/grpc.health.v1.HealthX/Check"));
  EXPECT_FALSE(IsOpenMethod("/recourse.kpi.v1.KpiService/GetKpis"));
}

TEST(RoleTest, ReadsWhatItWrites) {
  EXPECT_EQ(AllRoles().size(), 8U);
  for (const Role role : AllRoles()) {
    EXPECT_EQ(ParseRole(RoleName(role)), role);
  }
  EXPECT_FALSE(ParseRole("Agent").has_value());
  EXPECT_FALSE(ParseRole("").has_value());
}

TEST(ScopeTest, CoversItsBranchItsRegionOrEverything) {
  const auto covers = [](const std::string& scope) {
    return ScopeCovers({"k", Role::kAgent, scope, "n"}, "b1", "r1");
  };
  EXPECT_TRUE(covers(""));
  EXPECT_TRUE(covers("b1"));
  EXPECT_TRUE(covers("r1"));
  EXPECT_FALSE(covers("b2"));
  EXPECT_FALSE(ScopeCovers({"k", Role::kAgent, "b1", "n"}, "", ""));
}

}  // namespace
}  // namespace recourse
