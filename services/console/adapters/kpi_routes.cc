#include "services/console/adapters/kpi_routes.h"

#include "services/common/http/problem.h"
#include "services/console/adapters/kpi_query.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

std::set<std::string> NamesWith(std::set<std::string> more) {
  more.insert(KpiQueryNames().begin(), KpiQueryNames().end());
  return more;
}

}  // namespace

void KpiRoutes::Get(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, KpiQueryNames())) return ask.answer(*std::move(bad));
  kpi::v1::GetKpisRequest out;
  if (auto bad = ReadKpiQuery(*ask.request, out)) return ask.answer(*std::move(bad));
  kpi_.GetKpis(ask.identity.key, std::move(out),
               [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void KpiRoutes::ListContributors(const Ask& ask) {
  static const auto names = NamesWith({"side", "provisional", "page_size", "page_token"});
  if (auto bad = OnlyThese(*ask.request, names)) return ask.answer(*std::move(bad));
  kpi::v1::ListContributorsRequest out;
  if (auto bad = ReadContributorQuery(*ask.request, out)) return ask.answer(*std::move(bad));
  kpi_.ListContributors(ask.identity.key, std::move(out),
                        [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void KpiRoutes::Watch(const Ask& ask) {
  static const std::set<std::string> names = {"views",      "branch_id",   "category", "region_id",
                                              "clock_kind", "ces_variant", "names"};
  if (auto bad = OnlyThese(*ask.request, names)) return ask.answer(*std::move(bad));
  KpiWatchQuery query;
  if (auto bad = ReadKpiViews(*ask.request, query.views)) return ask.answer(*std::move(bad));
  query.key = ask.identity.key;
  query.still_allowed = [this, asked = ask.request, before = ask.identity.caller] {
    const auto now = identities_.Identify(*asked);
    // A database that does not answer withdraws no right.
    return now.ok() ? now->caller == before : now.status().code() == StatusCode::kUnavailable;
  };
  if (!watches_.Watch(std::move(query), [&] { return ask.answer.Stream(); })) {
    ask.answer(ProblemResponse({503, "watch-limit",
                                "As many browsers watch as this console can serve. Close one that "
                                "nobody looks at, or ask again later."}));
  }
}

}  // namespace recourse::console
