#pragma once

#include "recourse/kpi/v1/kpi_service.pb.h"
#include "services/common/core/status.h"
#include "services/kpi/adapters/contributor_store.h"
#include "services/kpi/adapters/kpi_counters.h"

namespace recourse::kpi {

// More names of measures than there are measures.
inline constexpr int kNamesMax = 64;
// Measures of one answer: some 2 MB, well below what a client takes.
inline constexpr std::size_t kKpisMax = 20'000;

// What is asked, or INVALID_ARGUMENT with the slug and the sentence of the refusal.
struct QueryFault {
  std::string slug;
  std::string sentence;
};
std::variant<KpiQuery, QueryFault> QueryOf(const v1::GetKpisRequest& request);

// Contributors of one page.
inline constexpr int kPageMax = 200;
inline constexpr int kPageDefault = 50;

// Whose number is asked for, at `now` where no page came before.
std::variant<ListQuery, QueryFault> ListQueryOf(const v1::ListContributorsRequest& request,
                                                Timestamp now);
v1::ListContributorsResponse Encode(const ContributorPage& page, const ListQuery& query);

// Of an answer with more than kKpisMax measures.
QueryFault TooManyKpis();

v1::Kpi Encode(const Kpi& kpi, const Freshness& freshness);

}  // namespace recourse::kpi
