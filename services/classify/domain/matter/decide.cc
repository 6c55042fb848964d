#include "services/classify/domain/matter/decide.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/classify/domain/matter/cluster.h"
#include "services/common/core/check.h"

namespace recourse::classify::matter {
namespace {

// As it was remembered, less what another encoder made: that says nothing about these points.
File Known(const View& view, const FileId& file_id, const std::string& release) {
  const auto found = view.find(file_id);
  if (found != view.end() && found->second.release == release) return found->second;
  File fresh;
  fresh.release = release;
  return fresh;
}

void Forget(Timestamp now, std::map<FeedbackId, Piece>& pieces) {
  std::erase_if(pieces,
                [&](const auto& each) { return each.second.recorded_time + kPieceFor < now; });
  while (pieces.size() > kPiecesMax) {
    pieces.erase(std::min_element(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) {
      return std::pair(a.second.recorded_time, a.first) <
             std::pair(b.second.recorded_time, b.first);
    }));
  }
}

// The most alike first; of equals the latest.
std::vector<Similar> SimilarTo(const Heard& heard, const std::map<FeedbackId, Piece>& pieces,
                               const Policy& policy) {
  std::vector<std::pair<Timestamp, Similar>> found;
  for (const auto& [feedback_id, piece] : pieces) {
    const int percent = SimilarityPercent(heard.point, piece.point);
    if (percent < policy.suggest_percent) continue;
    if (piece.recorded_time + kPieceFor < heard.recorded_time) continue;
    found.push_back({piece.recorded_time, {feedback_id, percent, piece.category}});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const auto& each) {
      return std::tuple(-each.second.similarity_percent, -each.first.time_since_epoch().count(),
                        each.second.feedback_id);
    };
    return rank(a) < rank(b);
  });
  std::vector<Similar> similar;
  for (auto& [time, each] : found) {
    if (similar.size() < kSimilarMax) similar.push_back(std::move(each));
  }
  return similar;
}

// What a person said of a piece that is remembered.
Decision Correct(const View& view, const Heard& heard) {
  const FileId file_id = FileOf(heard.customer_id, heard.feedback_id);
  const auto found = view.find(file_id);
  if (found == view.end()) return {};
  File file = found->second;
  const auto piece = file.pieces.find(heard.feedback_id);
  if (piece == file.pieces.end()) return {};
  if (heard.is_work && piece->second.category == heard.category) return {};
  piece->second.category = heard.category;
  if (!heard.is_work) file.pieces.erase(piece);
  return {{{file_id, std::move(file)}}, {}, {}, {}, {}};
}

// Told of at the size that the policy names, and each time that has doubled: a thousand pieces are
// told of eight times.
bool IsTold(int size, int tell_size) {
  if (size < tell_size || size % tell_size != 0) return false;
  const int times = size / tell_size;
  return (times & (times - 1)) == 0;
}

Decision Remember(const View& view, const Heard& heard, const Policy& policy) {
  const FileId customers = FileOf(heard.customer_id, heard.feedback_id);
  const FileId categorys = FileOf(heard.category);
  File own = Known(view, customers, heard.release);
  if (own.pieces.contains(heard.feedback_id)) return {};
  File others = Known(view, categorys, heard.release);
  SimilarFeedbackFound found{heard.feedback_id, heard.customer_id, heard.recorded_time};
  found.similar = SimilarTo(heard, own.pieces, policy);
  own.pieces.emplace(heard.feedback_id, Piece{heard.category, heard.recorded_time, heard.point});
  Forget(heard.recorded_time, own.pieces);
  const Membership joined = Join(heard, policy.join_percent, others.clusters);
  found.cluster_id = joined.leader;
  found.cluster_size = joined.size;
  found.cluster_similarity_percent = joined.similarity_percent;
  Decision decision;
  decision.changed.emplace(customers, std::move(own));
  decision.changed.emplace(categorys, std::move(others));
  if (!found.similar.empty() || IsTold(joined.size, policy.tell_size)) {
    decision.facts.push_back(std::move(found));
  }
  return decision;
}

}  // namespace

FileId FileOf(const CustomerId& customer_id, const FeedbackId& feedback_id) {
  return FileId(customer_id.empty() ? feedback_id.uuid() : customer_id.uuid());
}

FileId FileOf(const Category& category) {
  return FileId(NamedUuid(kRecourseSpace, "classify matter category " + category.value()));
}

Decision Decide(const View& view, const Heard& heard, Timestamp, const Policy& policy) {
  if (heard.ordinal > 1) return Correct(view, heard);
  if (!heard.is_work || heard.point.empty()) return {};
  return Remember(view, heard, policy);
}

std::vector<FileId> Domain::KeysOf(const Heard& heard) {
  const FileId customers = FileOf(heard.customer_id, heard.feedback_id);
  if (heard.ordinal > 1) return {customers};
  if (!heard.is_work || heard.point.empty()) return {};
  return {customers, FileOf(heard.category)};
}

Heard Domain::Fired(const FileId&, const Timer&) {
  RECOURSE_CHECK(!"matters set no timers, so none can fire");
  return {};
}

}  // namespace recourse::classify::matter
