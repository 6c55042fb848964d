#pragma once

#include <map>

#include "services/classify/domain/matter/matter.h"

namespace recourse::classify::matter {

// Where a piece of feedback ended up.
struct Membership {
  FeedbackId leader{};
  int size = 0;  // pieces of the last 24 hours, this one among them
  int similarity_percent = 0;
  friend bool operator==(const Membership&, const Membership&) = default;
};

// Puts a piece into the nearest cluster whose leader is at least so alike, or lets it lead one of
// its own. First goes what nobody joined for kClusterFor before the piece; where there are
// kClustersMax still, the one that nobody joined the longest.
Membership Join(const Heard& heard, int join_percent, std::map<FeedbackId, Cluster>& clusters);

}  // namespace recourse::classify::matter
