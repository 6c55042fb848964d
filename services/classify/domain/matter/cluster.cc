#include "services/classify/domain/matter/cluster.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace recourse::classify::matter {
namespace {

using Clusters = std::map<FeedbackId, Cluster>;

std::int64_t HourOf(Timestamp time) {
  return std::chrono::floor<std::chrono::hours>(time.time_since_epoch()).count();
}

// Of several that are as near, the one of the lowest id.
std::pair<Clusters::iterator, int> Nearest(const Point& point, Clusters& clusters) {
  std::pair nearest{clusters.end(), 0};
  for (auto it = clusters.begin(); it != clusters.end(); ++it) {
    const int percent = SimilarityPercent(point, it->second.point);
    if (percent > nearest.second) nearest = {it, percent};
  }
  return nearest;
}

void MakeRoom(Clusters& clusters) {
  if (clusters.size() < kClustersMax) return;
  clusters.erase(
      std::min_element(clusters.begin(), clusters.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second.joined_time, a.first) < std::pair(b.second.joined_time, b.first);
      }));
}

// Pieces of other partitions come in whatever order: one of an hour long past counts no more.
int Count(Timestamp time, Cluster& cluster) {
  cluster.joined_time = std::max(cluster.joined_time, time);
  ++cluster.counts[HourOf(time)];
  const std::int64_t last = HourOf(cluster.joined_time);
  std::erase_if(cluster.counts,
                [&](const auto& each) { return each.first <= last - kClusterHours; });
  int size = 0;
  for (const auto& [hour, count] : cluster.counts) size += count;
  return size;
}

}  // namespace

Membership Join(const Heard& heard, int join_percent, Clusters& clusters) {
  std::erase_if(clusters, [&](const auto& each) {
    return each.second.joined_time + kClusterFor < heard.recorded_time;
  });
  auto [nearest, percent] = Nearest(heard.point, clusters);
  if (nearest == clusters.end() || percent < join_percent) {
    MakeRoom(clusters);
    nearest = clusters.insert_or_assign(heard.feedback_id, Cluster{heard.point, {}, {}}).first;
    percent = SimilarityPercent(heard.point, heard.point);
  }
  return {nearest->first, Count(heard.recorded_time, nearest->second), percent};
}

}  // namespace recourse::classify::matter
