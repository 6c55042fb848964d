#pragma once

#include "recourse/kpi/v1/kpi_service.pb.h"
#include "services/common/core/status.h"
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

// Of an answer with more than kKpisMax measures.
QueryFault TooManyKpis();

v1::Kpi Encode(const Kpi& kpi, const Freshness& freshness);

}  // namespace recourse::kpi
