#include "services/kpi/adapters/contributor_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/common/runtime/record.h"
#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {
namespace {

// Numbers and pages are of one instant.
constexpr const char* kBegin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kCommit = "COMMIT";
constexpr const char* kPlaces = "SELECT place_id, branch_id, region_id, category FROM places";
constexpr const char* kNotes = "SELECT count(*), min(caught_up_time) FROM notes WHERE topic = $1";
constexpr const char* kSumHappened =
    "SELECT measure, detail, place_id, sum(count)::bigint FROM contributions "
    "WHERE measure = ANY ($1) AND place_id = ANY ($2) AND time >= $3 AND time < $4 "
    "GROUP BY measure, detail, place_id";
constexpr const char* kSumStanding =
    "SELECT measure, detail, place_id, sum(count)::bigint FROM standings "
    "WHERE measure = ANY ($1) AND place_id = ANY ($2) GROUP BY measure, detail, place_id";
// $1 to $5 the parts, $6 places, $7 side, $8 and $9 the place of the page before, $10 limit; of
// what happened $11 and $12 the window.
#define RECOURSE_CONTRIBUTORS(rows, window)                                                      \
  "SELECT subject_id, number, numerator, denominator, latest, place_id FROM ("                   \
  "SELECT c.subject_id, max(c.number) AS number, sum(c.count * p.n)::bigint AS numerator, "      \
  "sum(c.count * p.d)::bigint AS denominator, max(c.time) AS latest, "                           \
  "(array_agg(c.place_id ORDER BY c.time DESC))[1] AS place_id FROM " rows                       \
  " c JOIN unnest($1::int[], $2::int[], $3::int[], $4::bigint[], $5::bigint[]) "                 \
  "AS p (measure, first, last, n, d) ON c.measure = p.measure "                                  \
  "AND c.detail BETWEEN p.first AND p.last WHERE c.place_id = ANY ($6) " window                  \
  "GROUP BY c.subject_id) s WHERE (($7 <> 2 AND numerator <> 0) OR ($7 <> 1 AND denominator <> " \
  "0)) "                                                                                         \
  "AND ($8::timestamptz IS NULL OR (latest, subject_id) < ($8, $9::uuid)) "                      \
  "ORDER BY latest DESC, subject_id DESC LIMIT $10"
constexpr const char* kListStanding = RECOURSE_CONTRIBUTORS("standings", "");
constexpr const char* kListHappened =
    RECOURSE_CONTRIBUTORS("contributions", "AND c.time >= $11 AND c.time < $12 ");

// The instants [begin, end) that the buckets of a window cover.
struct Span {
  Timestamp begin;
  Timestamp end;
};

Span SpanOf(Window window, Timestamp time) {
  const auto time_of = [](const Bucket& bucket, std::int64_t more) {
    const bool hour = bucket.kind == Bucket::Kind::kHour;
    const std::int64_t index = bucket.index + more;
    return hour ? Timestamp(std::chrono::hours(index)) : Timestamp(std::chrono::minutes(index));
  };
  const auto buckets = BucketsOf(window, time);
  return {time_of(buckets.front(), 0), time_of(buckets.back(), 1)};
}

// Where counts were made, by the number of the place.
using Places = std::map<std::int32_t, Cell>;

// Those that belong to the question and may be seen; whatever is asked then is asked of these
// alone.
Places PlacesOf(const Result& rows, const KpiQuery& query, const Visible& visible) {
  Places places;
  for (int i = 0; i < rows.rows(); ++i) {
    const Cell cell{Measure::kFeedbackReceived, rows.Text(i, 1), rows.Text(i, 3), rows.Text(i, 2)};
    if (!Asked(cell, query) || !visible(cell.branch_id, cell.region_id)) continue;
    places.emplace(static_cast<std::int32_t>(rows.Int(i, 0)), cell);
  }
  return places;
}

std::vector<std::int32_t> NumbersOf(const Places& places) {
  std::vector<std::int32_t> numbers;
  for (const auto& [number, cell] : places) numbers.push_back(number);
  return numbers;
}

std::vector<std::int32_t> MeasuresOf(const std::vector<Part>& parts) {
  std::set<std::int32_t> measures;
  for (const Part& part : parts) measures.insert(static_cast<std::int32_t>(part.measure));
  return {measures.begin(), measures.end()};
}

Cells CellsOf(const Result& rows, const Places& places) {
  Cells cells;
  for (int i = 0; i < rows.rows(); ++i) {
    Cell cell = places.at(static_cast<std::int32_t>(rows.Int(i, 2)));
    cell.measure = static_cast<Measure>(rows.Int(i, 0));
    cell.detail = static_cast<int>(rows.Int(i, 1));
    cells[cell] += rows.Int(i, 3);
  }
  return cells;
}

// A partition that was never read to its end is not the whole.
Freshness FreshnessOf(const Result& notes) {
  if (notes.Int(0, 0) < kPartitions) return {std::nullopt, true, 0};
  return {notes.Time(0, 1), false, 1};
}

Params PageParams(const ListQuery& query, const std::vector<Part>& parts, const Places& places) {
  std::vector<std::int32_t> measures, first, last;
  std::vector<std::int64_t> numerators, denominators;
  for (const Part& part : parts) {
    measures.push_back(static_cast<std::int32_t>(part.measure));
    first.push_back(part.first);
    last.push_back(part.last);
    numerators.push_back(part.numerator);
    denominators.push_back(part.denominator);
  }
  Params params;
  params.Int4s(measures).Int4s(first).Int4s(last).Ints(numerators).Ints(denominators);
  params.Int4s(NumbersOf(places)).Int4(static_cast<std::int32_t>(query.side));
  params.OptionalTime(query.after ? std::optional(query.after->time) : std::nullopt);
  params.OptionalUuid(query.after ? std::optional(query.after->subject_id) : std::nullopt);
  params.Int(query.page_size + 1);
  return params;
}

void ReadPage(const Result& rows, const Places& places, int page_size, ContributorPage& page) {
  page.more = rows.rows() > page_size;
  for (int i = 0; i < std::min(rows.rows(), page_size); ++i) {
    const Cell& place = places.at(static_cast<std::int32_t>(rows.Int(i, 5)));
    page.contributors.push_back({{rows.Uuid(i, 0), rows.Text(i, 1)},
                                 rows.Int(i, 2),
                                 rows.Int(i, 3),
                                 rows.Time(i, 4),
                                 place.branch_id,
                                 place.region_id,
                                 place.category});
  }
}

// One list while it is made, in one transaction.
class Listing {
 public:
  Listing(Session& session, const ListQuery& query)
      : session_(session), query_(query), span_(SpanOf(query.query.window, query.time)) {}

  StatusOr<ContributorPage> Make(const Visible& visible) {
    parts_ = PartsOf(query_.name, query_.query, Totals{}, query_.time);
    if (parts_.empty()) return ContributorPage{};
    standing_ = IsStanding(parts_.front().measure);
    if (Status status = ReadPlaces(visible); !status.ok()) return status;
    if (Status status = ReadSums(); !status.ok()) return status;
    if (Status status = ReadContributors(); !status.ok()) return status;
    return std::move(page_);
  }

 private:
  Status ReadPlaces(const Visible& visible) {
    KpiQuery of_place{query_.query.branch_id, query_.query.category};
    of_place.region_id = query_.query.region_id;
    session_.Queue({kBegin});
    const auto results = session_.Ask(std::vector<Statement>{{kPlaces}});
    if (!results.ok()) return results.status();
    places_ = PlacesOf(results->front(), of_place, visible);
    return absl::OkStatus();
  }

  Status ReadSums() {
    Params params = Params().Int4s(MeasuresOf(parts_)).Int4s(NumbersOf(places_));
    if (!standing_) params.Time(span_.begin).Time(span_.end);
    const auto rows =
        session_.Ask(Statement{standing_ ? kSumStanding : kSumHappened, std::move(params)});
    if (!rows.ok()) return rows.status();
    TakeSums(CellsOf(*rows, places_));
    return absl::OkStatus();
  }

  // The number by the same formula as the live one, and where its percentile lies.
  void TakeSums(Cells cells) {
    Totals totals;
    for (const auto& [cell, count] : cells) {
      if (Asked(cell, query_.query)) totals.Add(cell, count);
    }
    parts_ = PartsOf(query_.name, query_.query, totals, query_.time);
    KpiQuery query = query_.query;
    query.group = Group::kNone;
    query.names = {query_.name.name};
    Sums sums{{}, {}, query_.time};
    (standing_ ? sums.now : sums.happened) = std::move(cells);
    const Visible all = [](const auto&, const auto&) { return true; };
    for (Kpi& kpi : KpisOf(sums, query, all)) {
      if (kpi.provisional == query_.name.provisional) page_.kpi = std::move(kpi);
    }
  }

  Status ReadContributors() {
    Params params = PageParams(query_, parts_, places_);
    if (!standing_) params.Time(span_.begin).Time(span_.end);
    const bool loops = page_.kpi && page_.kpi->source == Source::kLoops;
    const char* topic = loops ? kLoopTopic : kTicketTopic;
    const auto results = session_.Ask(
        std::vector<Statement>{{standing_ ? kListStanding : kListHappened, std::move(params)},
                               {kNotes, Params().Text(topic)},
                               {kCommit}});
    if (!results.ok()) return results.status();
    ReadPage((*results)[0], places_, query_.page_size, page_);
    page_.freshness = FreshnessOf((*results)[1]);
    return absl::OkStatus();
  }

  Session& session_;
  const ListQuery& query_;
  const Span span_;
  std::vector<Part> parts_;
  bool standing_ = false;
  Places places_;
  ContributorPage page_;
};

}  // namespace

StatusOr<ContributorPage> ContributorQueries::List(const ListQuery& query, const Visible& visible) {
  auto session = pool_.Acquire();
  if (!session.ok()) return session.status();
  return Listing(*session, query).Make(visible);
}

}  // namespace recourse::kpi
