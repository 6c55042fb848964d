#include <boost/json.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

using namespace kpi::v1;  // NOLINT: the contract of this file

const std::map<std::string, ContributorSide> kSides = {
    {"both", CONTRIBUTOR_SIDE_UNSPECIFIED},
    {"numerator", CONTRIBUTOR_SIDE_NUMERATOR},
    {"denominator", CONTRIBUTOR_SIDE_DENOMINATOR}};

constexpr int kPageSize = 200;

struct Arguments {
  std::string branch, region, category, window = "1h", group = "none", clock = "all", ces = "a";
  std::vector<std::string> names;
  // Of contributors.
  std::string side = "both";
  bool provisional = false;
};

const std::map<std::string, KpiWindow> kWindows = {{"5m", KPI_WINDOW_FIVE_MINUTES},
                                                   {"1h", KPI_WINDOW_HOUR},
                                                   {"24h", KPI_WINDOW_DAY},
                                                   {"week", KPI_WINDOW_WEEK},
                                                   {"month", KPI_WINDOW_MONTH}};
const std::map<std::string, KpiGroup> kGroups = {{"none", KPI_GROUP_NONE},
                                                 {"branch", KPI_GROUP_BRANCH},
                                                 {"category", KPI_GROUP_CATEGORY},
                                                 {"both", KPI_GROUP_BRANCH_AND_CATEGORY},
                                                 {"region", KPI_GROUP_REGION}};
const std::map<std::string, KpiClockKind> kClocks = {
    {"all", KPI_CLOCK_KIND_UNSPECIFIED},
    {"first_response", KPI_CLOCK_KIND_FIRST_RESPONSE},
    {"next_response", KPI_CLOCK_KIND_NEXT_RESPONSE},
    {"resolution", KPI_CLOCK_KIND_RESOLUTION},
    {"periodic_update", KPI_CLOCK_KIND_PERIODIC_UPDATE},
    {"statutory", KPI_CLOCK_KIND_STATUTORY},
    {"internal", KPI_CLOCK_KIND_INTERNAL}};
const std::map<std::string, CesVariant> kCesVariants = {
    {"a", CES_VARIANT_AGREEING}, {"b", CES_VARIANT_MEAN}, {"c", CES_VARIANT_INDEX}};

boost::json::object JsonOf(const Kpi& kpi) {
  boost::json::object out;
  out["name"] = kpi.name();
  out["value"] = kpi.has_value() ? boost::json::value(kpi.value()) : boost::json::value();
  out["numerator"] = kpi.numerator();
  out["denominator"] = kpi.denominator();
  out["window"] = kpi.window();
  out["as_of"] = TimeText(kpi.has_as_of(), kpi.as_of().seconds(), kpi.as_of().nanos());
  out["provisional"] = kpi.provisional();
  out["rebuilding"] = kpi.rebuilding();
  if (!kpi.branch_id().empty()) out["branch_id"] = kpi.branch_id();
  if (!kpi.category().empty()) out["category"] = kpi.category();
  if (!kpi.region_id().empty()) out["region_id"] = kpi.region_id();
  if (kpi.has_standard_error()) out["standard_error"] = kpi.standard_error();
  if (!kpi.variant().empty()) out["variant"] = kpi.variant();
  return out;
}

void Print(const Context& context, const Kpi& kpi) {
  if (context.json) {
    std::printf("%s\n", boost::json::serialize(JsonOf(kpi)).c_str());
    return;
  }
  const std::string value = kpi.has_value() ? std::to_string(kpi.value()) : "undefined";
  const std::string error =
      kpi.has_standard_error() ? " +-" + std::to_string(kpi.standard_error()) : "";
  std::printf("%-22s %14s%s  %lld/%lld  %-5s %s %s %s%s%s\n", kpi.name().c_str(), value.c_str(),
              error.c_str(), static_cast<long long>(kpi.numerator()),
              static_cast<long long>(kpi.denominator()), kpi.window().c_str(),
              kpi.branch_id().c_str(), kpi.category().c_str(), kpi.region_id().c_str(),
              kpi.provisional() ? " provisional" : "", kpi.rebuilding() ? " rebuilding" : "");
}

GetKpisRequest RequestOf(const Arguments& arguments) {
  GetKpisRequest request;
  request.set_branch_id(arguments.branch);
  request.set_region_id(arguments.region);
  request.set_category(arguments.category);
  request.set_window(kWindows.at(arguments.window));
  request.set_group(kGroups.at(arguments.group));
  request.set_clock_kind(kClocks.at(arguments.clock));
  request.set_ces_variant(kCesVariants.at(arguments.ces));
  for (const std::string& name : arguments.names) request.add_names(name);
  return request;
}

int Get(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_KPI_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = KpiService::NewStub(peer->channel);
  GetKpisResponse response;
  Status s = Call(*peer, *stub, &KpiService::Stub::GetKpis, RequestOf(arguments), response);
  if (!s.ok()) return Fail(s);
  for (const Kpi& kpi : response.kpis()) Print(context, kpi);
  return kDone;
}

boost::json::object JsonOf(const Contributor& from) {
  boost::json::object out;
  if (!from.ticket_id().empty()) out["ticket_id"] = from.ticket_id();
  if (!from.feedback_id().empty()) out["feedback_id"] = from.feedback_id();
  out["number"] = from.number();
  out["numerator"] = from.numerator();
  out["denominator"] = from.denominator();
  out["time"] = TimeText(from.has_time(), from.time().seconds(), from.time().nanos());
  out["branch_id"] = from.branch_id();
  out["category"] = from.category();
  out["region_id"] = from.region_id();
  return out;
}

void Print(const Context& context, const Contributor& from) {
  const auto json = JsonOf(from);
  if (context.json) {
    std::printf("%s\n", boost::json::serialize(json).c_str());
    return;
  }
  std::printf("%-10s %4lld /%4lld  %s  %s %s\n",
              from.number().empty() ? from.feedback_id().c_str() : from.number().c_str(),
              static_cast<long long>(from.numerator()), static_cast<long long>(from.denominator()),
              json.at("time").is_string() ? json.at("time").as_string().c_str() : "-",
              from.branch_id().c_str(), from.category().c_str());
}

// All pages, one contributor a line; for a person the number itself at the end.
int ListContributors(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_KPI_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = KpiService::NewStub(peer->channel);
  ListContributorsRequest request;
  *request.mutable_of() = RequestOf(arguments);
  request.set_side(kSides.at(arguments.side));
  request.set_provisional(arguments.provisional);
  request.set_page_size(kPageSize);
  ListContributorsResponse page;
  do {
    page.Clear();
    Status s = Call(*peer, *stub, &KpiService::Stub::ListContributors, request, page);
    if (!s.ok()) return Fail(s);
    for (const Contributor& each : page.contributors()) Print(context, each);
    request.set_page_token(page.next_page_token());
  } while (!page.next_page_token().empty());
  if (context.json) return kDone;
  std::puts("-- as listed, and as counted live:");
  Print(context, page.listed());
  if (page.has_live()) Print(context, page.live());
  return kDone;
}

// Until the server or the reader ends it.
int Watch(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_KPI_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = KpiService::NewStub(peer->channel);
  grpc::ClientContext call;
  Prepare(call, {peer->key, kForEver, true});
  WatchKpisRequest request;
  *request.mutable_of() = RequestOf(arguments);
  auto stream = stub->WatchKpis(&call, request);
  WatchKpisResponse update;
  while (stream->Read(&update)) {
    if (!context.json && update.snapshot()) std::puts("-- all there is; changes follow");
    for (const Kpi& kpi : update.kpis()) Print(context, kpi);
    std::fflush(stdout);
  }
  const Status end = StatusOf(stream->Finish());
  return end.ok() ? kDone : Fail(end);
}

template <typename Value>
CLI::IsMember OneOf(const std::map<std::string, Value>& words) {
  std::vector<std::string> names;
  for (const auto& [name, value] : words) names.push_back(name);
  return CLI::IsMember(names);
}

void AddOptions(CLI::App& command, Arguments& arguments) {
  command.add_option("names", arguments.names, "only these measures");
  command.add_option("--branch", arguments.branch);
  command.add_option("--region", arguments.region);
  command.add_option("--category", arguments.category);
  command.add_option("--window", arguments.window)->check(OneOf(kWindows));
  command.add_option("--by", arguments.group, "both: branch and category")->check(OneOf(kGroups));
  command.add_option("--clock", arguments.clock, "only these clocks")->check(OneOf(kClocks));
  command.add_option("--ces", arguments.ces, "a: 5 and above, b: mean, c: index")
      ->check(OneOf(kCesVariants));
}

}  // namespace

void AddKpi(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* kpi = app.add_subcommand("kpi", "the measures, live");
  kpi->require_subcommand(1);
  auto* get = kpi->add_subcommand("get", "names and values now");
  AddOptions(*get, arguments);
  get->callback([&] { exit_status = Get(context, arguments); });
  auto* watch = kpi->add_subcommand("watch", "the same, and what changes, each second");
  AddOptions(*watch, arguments);
  watch->callback([&] { exit_status = Watch(context, arguments); });
  auto* list = kpi->add_subcommand("contributors", "the tickets behind one number");
  AddOptions(*list, arguments);
  list->add_option("--side", arguments.side)->check(OneOf(kSides));
  list->add_flag("--provisional", arguments.provisional, "of fcr: the provisional one");
  list->callback([&] { exit_status = ListContributors(context, arguments); });
}

}  // namespace recourse::ctl
