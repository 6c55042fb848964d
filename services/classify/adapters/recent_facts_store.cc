#include "services/classify/adapters/recent_facts_store.h"

#include <algorithm>
#include <utility>

namespace recourse::classify {
namespace {

constexpr const char* kHeads =
    "SELECT partition, last_sequence, clock_timestamp() - make_interval(days => $2) "
    "FROM heads WHERE topic = $1 ORDER BY partition";
constexpr const char* kPage =
    "SELECT sequence, recorded_time, payload FROM outbox "
    "WHERE topic = $1 AND partition = $2 AND sequence < $3 ORDER BY sequence DESC LIMIT $4";

}  // namespace

StatusOr<RecentFacts> RecentFacts::Open(Pool& pool, const std::string& topic, int days) {
  const auto heads = pool.Ask({kHeads, Params().Text(topic).Int4(days)});
  if (!heads.ok()) return heads.status();
  RecentFacts facts(pool, topic);
  for (int i = 0; i < heads->rows(); ++i) {
    facts.since_ = heads->Time(i, 2);
    facts.sources_.push_back({static_cast<int>(heads->Int(i, 0)), heads->Int(i, 1) + 1, {}});
  }
  return facts;
}

// Within a partition times follow the sequence but for what was decided side by side, so the first
// page that ends too early ends the partition.
Status RecentFacts::Fill(Source& source) {
  if (!source.page.empty() || source.below == 0) return absl::OkStatus();
  const auto rows = pool_.Ask(
      {kPage, Params().Text(topic_).Int4(source.partition).Int(source.below).Int(kPageRows)});
  if (!rows.ok()) return rows.status();
  const int count = rows->rows();
  const bool last = count < kPageRows || rows->Time(count - 1, 1) < since_;
  source.below = last ? 0 : rows->Int(count - 1, 0);
  for (int i = count - 1; i >= 0; --i) {
    if (rows->Time(i, 1) >= since_) source.page.push_back({rows->Time(i, 1), rows->Text(i, 2)});
  }
  return absl::OkStatus();
}

StatusOr<std::optional<std::string>> RecentFacts::Next() {
  Source* latest = nullptr;
  for (Source& source : sources_) {
    if (Status s = Fill(source); !s.ok()) return s;
    if (source.page.empty()) continue;
    if (latest == nullptr || source.page.back().recorded_time > latest->page.back().recorded_time) {
      latest = &source;
    }
  }
  if (latest == nullptr) return std::optional<std::string>();
  std::optional<std::string> payload(std::move(latest->page.back().payload));
  latest->page.pop_back();
  return payload;
}

}  // namespace recourse::classify
