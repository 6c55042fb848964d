#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/classify/domain/classification.h"
#include "services/classify/domain/matter/point.h"

// Which feedback may be about one matter: what it means, compared with what was said of late.
namespace recourse::classify::matter {

// What is remembered together: of one customer (or of one piece of feedback, where the customer is
// not known), or of one category.
using FileId = Id<struct MatterFileTag>;
FileId FileOf(const CustomerId& customer_id, const FeedbackId& feedback_id);
FileId FileOf(const Category& category);

// One piece of feedback of a customer.
struct Piece {
  Category category{};
  Timestamp recorded_time{};
  Point point{};
  friend bool operator==(const Piece&, const Piece&) = default;
};
// So many of the last ones are remembered, for so long.
inline constexpr std::size_t kPiecesMax = 16;
inline constexpr Duration kPieceFor = std::chrono::days(7);

// Feedback that means what its first piece, the leader, meant. The point is the leader's for good:
// a cluster does not wander off over its members.
struct Cluster {
  Point point{};
  Timestamp joined_time{};  // by the last
  // How many came in each hour (since 1970) of the last 24.
  std::map<std::int64_t, int> counts{};
  friend bool operator==(const Cluster&, const Cluster&) = default;
};
// A category has so many; one that nobody joined for so long is forgotten.
inline constexpr std::size_t kClustersMax = 64;
inline constexpr Duration kClusterFor = std::chrono::days(3);
inline constexpr std::int64_t kClusterHours = 24;

// A customer's file has pieces, a category's clusters; by the feedback, or the leader.
struct File {
  std::string release{};  // of the encoder that made the points: others do not compare with them
  std::map<FeedbackId, Piece> pieces{};
  std::map<FeedbackId, Cluster> clusters{};
  friend bool operator==(const File&, const File&) = default;
};

// Feedback was classified, or somebody corrected that. `point` is made before the transaction, and
// empty where there was no need or it came too late to be of use.
struct Heard {
  FeedbackId feedback_id{};
  CustomerId customer_id{};  // empty where not known
  Category category{};
  bool is_work = true;  // neither praise nor noise
  int ordinal = 1;      // of the classification: 2 and up corrections
  Timestamp recorded_time{};
  std::string text{};
  std::string release{};
  Point point{};
};

struct Similar {
  FeedbackId feedback_id{};
  int similarity_percent = 0;
  Category category{};
  friend bool operator==(const Similar&, const Similar&) = default;
};

// The fact; proto recourse.classify.v1.SimilarFeedbackFound.
struct SimilarFeedbackFound {
  FeedbackId feedback_id{};
  CustomerId customer_id{};
  Timestamp recorded_time{};
  std::vector<Similar> similar{};  // the most alike first
  FeedbackId cluster_id{};         // of the feedback that began it
  int cluster_size = 0;            // within 24 hours
  int cluster_similarity_percent = 0;
  friend bool operator==(const SimilarFeedbackFound&, const SimilarFeedbackFound&) = default;
};
inline constexpr std::size_t kSimilarMax = 3;

// What is alike enough. The figures behind these stand in classify's README.
struct Policy {
  int suggest_percent = 45;  // to tell that two pieces of a customer may be one matter
  int join_percent = 60;     // to be of a cluster
  int tell_size = 5;         // a cluster is told of at this size, and each time it has doubled
};

}  // namespace recourse::classify::matter
