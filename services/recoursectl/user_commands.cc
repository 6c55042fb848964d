#include <boost/json.hpp>
#include <cstdio>

#include "services/recoursectl/commands.h"
#include "services/recoursectl/console_client.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

struct Arguments {
  std::string user, role, scope, person;
};

std::string TextOf(const json::object& in, const char* name) {
  const auto* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

void Print(const Context& context, const json::object& user) {
  if (context.json) {
    std::printf("%s\n", json::serialize(user).c_str());
    return;
  }
  std::printf("%-24s %-15s %-18s %-9s %s\n", TextOf(user, "user").c_str(),
              TextOf(user, "role").c_str(), TextOf(user, "scope").c_str(),
              TextOf(user, "state").c_str(), TextOf(user, "agent_id").c_str());
}

// The answer to a change: the account, and the password where there is a new one.
int Tell(const Context& context, const StatusOr<json::object>& answer) {
  if (!answer.ok()) return Fail(answer.status());
  if (context.json) {
    std::printf("%s\n", json::serialize(*answer).c_str());
    return kDone;
  }
  if (const auto* user = answer->if_contains("user"); user != nullptr && user->is_object()) {
    Print(context, user->get_object());
  }
  const std::string password = TextOf(*answer, "password");
  if (!password.empty()) {
    std::printf(
        "password: %s\nIt is shown this once, and lets in once, within 72 h, to choose "
        "another.\n",
        password.c_str());
  }
  return kDone;
}

int Create(const Context& context, const Arguments& in) {
  json::object body{{"user", in.user}};
  if (!in.role.empty()) body["role"] = in.role;
  if (!in.scope.empty()) body["scope"] = in.scope;
  if (!in.person.empty()) body["agent_id"] = in.person;
  return Tell(context, AskConsole(context, "POST", "/v1/users", json::serialize(body)));
}

int Change(const Context& context, const Arguments& in) {
  const json::object body{{"role", in.role}, {"scope", in.scope}};
  return Tell(context, AskConsole(context, "POST", "/v1/users/" + PathPart(in.user) + "/change",
                                  json::serialize(body)));
}

int Reset(const Context& context, const Arguments& in) {
  return Tell(context, AskConsole(context, "POST", "/v1/users/" + PathPart(in.user) + "/reset"));
}

int Disable(const Context& context, const Arguments& in) {
  return Tell(context, AskConsole(context, "POST", "/v1/users/" + PathPart(in.user) + "/disable"));
}

int List(const Context& context, const Arguments&) {
  std::string token;
  do {
    const auto answer = AskConsole(
        context, "GET", "/v1/users" + (token.empty() ? "" : "?page_token=" + PathPart(token)));
    if (!answer.ok()) return Fail(answer.status());
    for (const auto& user : answer->at("users").as_array()) Print(context, user.as_object());
    token = TextOf(*answer, "next_page_token");
  } while (!token.empty());
  return kDone;
}

}  // namespace

void AddUser(CLI::App& app, Context& context, int& exit_status) {
  static Arguments in;
  auto* user = app.add_subcommand("user", "people who sign in at the console");
  user->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run) {
    auto* command = user->add_subcommand(name, what);
    command->callback([&context, &exit_status, run] { exit_status = run(context, in); });
    return command;
  };
  const auto add_named = [&](const char* name, const char* what, auto run) {
    auto* command = add(name, what, run);
    command->add_option("user", in.user, "the name that is signed in by")->required();
    return command;
  };
  constexpr const char* kRoles =
      "agent, branch_manager, operations, quality, dispatcher, administrator or auditor";
  constexpr const char* kScope =
      "a branch or a region; the whole organisation where it is not said";
  auto* create =
      add_named("create", "make an account; its first password is shown this once", Create);
  create->add_option("--role", in.role, kRoles);
  create->add_option("--scope", in.scope, kScope);
  create->add_option("--person", in.person,
                     "agent_id of one of the organisation's people: his role and branch, where "
                     "none is said");
  auto* change = add_named("change", "another role and scope, from his next click on", Change);
  change->add_option("--role", in.role, kRoles)->required();
  change->add_option("--scope", in.scope, kScope);
  add_named("reset", "a new first password, shown this once; ends his sessions", Reset);
  add_named("disable", "out at once, until his password is reset", Disable);
  add("list", "all accounts by name", List);
}

}  // namespace recourse::ctl
