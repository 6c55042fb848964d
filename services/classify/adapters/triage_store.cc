#include "services/classify/adapters/triage_store.h"

#include <charconv>

#include "services/classify/adapters/classification_row.h"

namespace recourse::classify {
namespace {

// The end of the year 9999, in milliseconds: beyond it there is no row.
constexpr std::int64_t kPageTimeMax = 253'402'300'799'999;
constexpr const char* kWaiting =
    "SELECT " RECOURSE_CLASSIFICATION_COLUMNS
    " FROM classifications WHERE triage AND (recorded_time, feedback_id) > ($1, $2) "
    "ORDER BY recorded_time, feedback_id LIMIT $3";
constexpr const char* kCorrections =
    "SELECT " RECOURSE_CLASSIFICATION_COLUMNS_OF(
        "last.") ", " RECOURSE_CLASSIFICATION_COLUMNS_OF("machine.") " "
    "FROM classifications AS last JOIN classifications AS machine "
    "ON machine.feedback_id = last.feedback_id AND machine.ordinal = 1 "
    "WHERE last.ordinal > 1 AND (last.recorded_time, last.feedback_id) > ($1, $2) "
    "AND NOT EXISTS (SELECT 1 FROM classifications AS later "
    "WHERE later.feedback_id = last.feedback_id AND later.ordinal > last.ordinal) "
    "ORDER BY last.recorded_time, last.feedback_id LIMIT $3";
constexpr const char* kLook =
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM classifications WHERE triage LIMIT $1) AS rows), "
    "(SELECT (extract(epoch FROM clock_timestamp() - recorded_time) * 1000)::bigint "
    "FROM classifications WHERE triage ORDER BY recorded_time, feedback_id LIMIT 1)";

Params PageParams(const PageStart& after, int limit) {
  return Params().Time(after.recorded_time).Uuid(after.feedback_id).Int(limit);
}

}  // namespace

std::string PageTokenOf(const PageStart& start) {
  return std::to_string(start.recorded_time.time_since_epoch().count()) + "." +
         ToString(start.feedback_id);
}

std::optional<PageStart> PageStartOf(const std::string& token) {
  if (token.empty()) return PageStart{};
  const auto dot = token.find('.');
  if (dot == std::string::npos) return std::nullopt;
  std::int64_t time = 0;
  const char* const end = token.data() + dot;
  const auto read = std::from_chars(token.data(), end, time);
  const auto feedback_id = ParseUuid(token.substr(dot + 1));
  if (read.ec != std::errc() || read.ptr != end || !feedback_id) return std::nullopt;
  if (time < 0 || time > kPageTimeMax) return std::nullopt;
  return PageStart{Timestamp(Duration(time)), *feedback_id};
}

StatusOr<std::vector<KeptOfFeedback>> TriageQueries::ListWaiting(const PageStart& after,
                                                                 int limit) {
  const auto rows = pool_.Ask({kWaiting, PageParams(after, limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptOfFeedback> waiting;
  for (int i = 0; i < rows->rows(); ++i) {
    waiting.push_back({FeedbackIdOf(*rows, i), KeptOf(*rows, i), {}});
  }
  return waiting;
}

StatusOr<std::vector<KeptOfFeedback>> TriageQueries::ListCorrections(const PageStart& after,
                                                                     int limit) {
  const auto rows = pool_.Ask({kCorrections, PageParams(after, limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptOfFeedback> corrections;
  for (int i = 0; i < rows->rows(); ++i) {
    corrections.push_back(
        {FeedbackIdOf(*rows, i), KeptOf(*rows, i), KeptOf(*rows, i, kClassificationColumns)});
  }
  return corrections;
}

StatusOr<Waiting> TriageQueries::Look() {
  const auto row = pool_.Ask({kLook, Params().Int(kWaitingCountMax)});
  if (!row.ok()) return row.status();
  Waiting waiting{row->Int(0, 0), std::nullopt};
  if (!row->IsNull(0, 1)) waiting.age = Duration(row->Int(0, 1));
  return waiting;
}

}  // namespace recourse::classify
