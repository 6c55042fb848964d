#include <boost/json.hpp>
#include <cstdio>
#include <map>

#include "recourse/kpi/v1/kpi_service.grpc.pb.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

using namespace kpi::v1;  // NOLINT: the contract of this file

struct Arguments {
  std::string branch, category, window = "1h", group = "none";
};

const std::map<std::string, KpiWindow> kWindows = {
    {"5m", KPI_WINDOW_FIVE_MINUTES}, {"1h", KPI_WINDOW_HOUR}, {"24h", KPI_WINDOW_DAY}};
const std::map<std::string, KpiGroup> kGroups = {{"none", KPI_GROUP_NONE},
                                                 {"branch", KPI_GROUP_BRANCH},
                                                 {"category", KPI_GROUP_CATEGORY},
                                                 {"both", KPI_GROUP_BRANCH_AND_CATEGORY}};

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
  return out;
}

void Print(const Context& context, const Kpi& kpi) {
  if (context.json) {
    std::printf("%s\n", boost::json::serialize(JsonOf(kpi)).c_str());
    return;
  }
  const std::string value = kpi.has_value() ? std::to_string(kpi.value()) : "undefined";
  std::printf("%-22s %14s  %lld/%lld  %-4s %s %s%s%s\n", kpi.name().c_str(), value.c_str(),
              static_cast<long long>(kpi.numerator()), static_cast<long long>(kpi.denominator()),
              kpi.window().c_str(), kpi.branch_id().c_str(), kpi.category().c_str(),
              kpi.provisional() ? " provisional" : "", kpi.rebuilding() ? " rebuilding" : "");
}

int Get(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_KPI_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = KpiService::NewStub(peer->channel);
  GetKpisRequest request;
  request.set_branch_id(arguments.branch);
  request.set_category(arguments.category);
  request.set_window(kWindows.at(arguments.window));
  request.set_group(kGroups.at(arguments.group));
  GetKpisResponse response;
  if (Status s = Call(*peer, *stub, &KpiService::Stub::GetKpis, request, response); !s.ok()) {
    return Fail(s);
  }
  for (const Kpi& kpi : response.kpis()) Print(context, kpi);
  return kDone;
}

}  // namespace

void AddKpi(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* kpi = app.add_subcommand("kpi", "the measures, live");
  kpi->require_subcommand(1);
  auto* get = kpi->add_subcommand("get", "names and values now");
  get->add_option("--branch", arguments.branch);
  get->add_option("--category", arguments.category);
  get->add_option("--window", arguments.window)->check(CLI::IsMember({"5m", "1h", "24h"}));
  get->add_option("--by", arguments.group, "none, branch, category or both")
      ->check(CLI::IsMember({"none", "branch", "category", "both"}));
  get->callback([&] { exit_status = Get(context, arguments); });
}

}  // namespace recourse::ctl
