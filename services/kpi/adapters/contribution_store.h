#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/common/runtime/record.h"
#include "services/kpi/domain/contribution.h"

namespace recourse::kpi {

// A partition as the tables name it: 0 to 7 of tickets, 8 to 15 of loops.
int SourceOf(const Partition& partition);

// How long what happened is kept: as long as the counters' hours are, so that every number that is
// shown can be listed.
inline constexpr std::chrono::hours kContributionsKept = kHourKept;
// Rows of one measure that one call deletes.
inline constexpr std::int64_t kForgetMax = 20'000;

// Contributions in PostgreSQL, with the position up to which each partition's are there. For one
// thread.
class ContributionStore {
 public:
  explicit ContributionStore(Pool& pool) : pool_(pool) {}

  // One transaction on a partition, whose position it holds from the start.
  class Batch {
   public:
    const Position& position() const { return position_; }

   private:
    friend class ContributionStore;
    Batch(Session session, Position position) : session_(std::move(session)), position_(position) {}
    Session session_;
    Position position_;
  };

  StatusOr<Position> PositionOf(const Partition& partition);
  StatusOr<Batch> Begin(const Partition& partition);
  // Writes all and moves the position, or nothing.
  Status Commit(Batch batch, const Partition& partition, const Position& to,
                const std::vector<Contribution>& contributions);
  // Moves the offset alone, of a partition that still stands at `at`.
  Status MoveOffset(const Partition& partition, const Position& at, std::int64_t offset);
  // Everything that the log held at these times is there.
  Status Note(const std::map<Partition, Timestamp>& caught_up_times);
  // Deletes all of a partition; it begins at sequence 0.
  Status Clear(const Partition& partition);
  // Deletes what happened too long ago, a bounded number of rows.
  Status Forget();

 private:
  using PlaceKey = std::tuple<std::string, std::string, std::string>;  // branch, region, category

  Status LearnPlaces(const std::vector<Contribution>& contributions);
  int PlaceOf(const Cell& cell) const {
    return places_.at({cell.branch_id, cell.region_id, cell.category});
  }
  void QueueHappened(Session& session, int source, const std::vector<Contribution>& all) const;
  void QueueStanding(Session& session, int source, const std::vector<Contribution>& all) const;

  Pool& pool_;
  std::map<PlaceKey, int> places_;  // those that were met
};

}  // namespace recourse::kpi
