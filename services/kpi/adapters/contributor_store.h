#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/kpi/adapters/kpi_counters.h"
#include "services/kpi/domain/part.h"
#include "services/kpi/domain/subject.h"

namespace recourse::kpi {

enum class Side { kBoth, kNumerator, kDenominator };

// Below which a page begins: contributors come by time, the latest first.
struct ListPlace {
  Timestamp time;
  Uuid subject_id;
};

struct ListQuery {
  KpiName name;
  KpiQuery query;  // its names are not looked at, and there is no group
  Side side = Side::kBoth;
  Timestamp time;  // when the window ends; the same for all pages of a list
  std::optional<ListPlace> after{};
  int page_size = 0;
};

// One subject and so much of the number.
struct Contributor {
  Subject subject;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  Timestamp time;
  std::string branch_id;
  std::string region_id;
  std::string category;
};

// One page, and the number that all pages add up to, of one instant of the store.
struct ContributorPage {
  std::vector<Contributor> contributors;
  bool more = false;
  std::optional<Kpi> kpi{};  // absent where no measure has that name
  Freshness freshness;
};

// Who is behind the figures, from PostgreSQL. Thread-safe.
class ContributorQueries {
 public:
  explicit ContributorQueries(Pool& pool) : pool_(pool) {}
  // Only what is `visible`, the totals too. UNAVAILABLE when the store is away.
  StatusOr<ContributorPage> List(const ListQuery& query, const Visible& visible);

 private:
  Pool& pool_;
};

}  // namespace recourse::kpi
