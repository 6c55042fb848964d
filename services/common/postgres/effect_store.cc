#include "services/common/postgres/effect_store.h"

#include "services/common/postgres/effect_statements.h"

namespace recourse {
namespace {

using statements::EffectOf;
using statements::EffectStateOf;

// Read once: beside a column a volatile clock keeps PostgreSQL from using the index.
#define RECOURSE_NOW "(SELECT clock_timestamp())"
// A lane is told from others by these words.
#define RECOURSE_LANE "kind || ' ' || endpoint"
// From now on, for $n milliseconds.
#define RECOURSE_IN_MS(n) "clock_timestamp() + " n " * interval '1 millisecond'"

constexpr const char* kTakeOver =
    "UPDATE effects SET until_time = '-infinity' "
    "WHERE owner = $1 AND state IN ('claimed', 'sending')";
// Never a wait for another sender.
constexpr const char* kClaim = R"(
WITH due AS (
  SELECT effect_id FROM effects
  WHERE state = 'pending' AND next_attempt_time <= )" RECOURSE_NOW R"(
    AND NOT ()" RECOURSE_LANE R"( = ANY ($2))
  ORDER BY next_attempt_time LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE effects e
SET state = 'claimed', owner = $1, term = term + 1, attempt_count = attempt_count + 1,
    until_time = )" RECOURSE_IN_MS("$3") R"(, changed_time = clock_timestamp()
FROM due WHERE e.effect_id = due.effect_id
RETURNING e.effect_id, term, attempt_count, clock_timestamp(), )" RECOURSE_EFFECT_COLUMNS;
constexpr const char* kRelease =
    "UPDATE effects SET state = 'pending', next_attempt_time = " RECOURSE_IN_MS("$4")
    ", reason = $5, detail = $6, owner = '', until_time = NULL, changed_time = clock_timestamp() "
    "WHERE effect_id = $1 AND term = $2 AND (state = 'claimed' OR state = 'sending' AND $3)";
constexpr const char* kLapsed =
    "SELECT effect_id, term, attempt_count, clock_timestamp(), " RECOURSE_EFFECT_COLUMNS
    ", state "
    "FROM effects WHERE state IN ('claimed', 'sending') AND until_time < " RECOURSE_NOW
    " "
    "ORDER BY until_time LIMIT $1";
constexpr const char* kCount =
    "SELECT (SELECT count(*) FROM effects WHERE state IN ('pending', 'claimed', 'sending')), "
    "(SELECT count(*) FROM effects WHERE state = 'unknown'), "
    "(SELECT coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(recorded_time)) "
    "* 1000), 0)::bigint FROM effects WHERE state IN ('pending', 'claimed', 'sending'))";
constexpr const char* kForget =
    "DELETE FROM effects WHERE effect_id IN (SELECT effect_id FROM effects "
    "WHERE state IN ('delivered', 'failed') "
    "AND changed_time < " RECOURSE_NOW " - make_interval(days => $1) LIMIT 1000)";

#define RECOURSE_KEPT                                                                         \
  "SELECT effect_id, state, term, attempt_count, message_id, reason, detail, recorded_time, " \
  "changed_time, next_attempt_time, " RECOURSE_EFFECT_COLUMNS " FROM effects "
constexpr const char* kList = RECOURSE_KEPT "ORDER BY changed_time DESC LIMIT $1";
constexpr const char* kListOfState =
    RECOURSE_KEPT "WHERE state = $2 ORDER BY changed_time DESC LIMIT $1";
constexpr const char* kGet = RECOURSE_KEPT "WHERE effect_id = $1";

Params AttemptParams(const ClaimedEffect& claimed) {
  return Params().Uuid(claimed.id.uuid()).Int(claimed.term);
}

ClaimedEffect ClaimedOf(const Result& rows, int row) {
  return {EffectId(rows.Uuid(row, 0)), EffectOf(rows, row, 4), rows.Int(row, 1),
          static_cast<int>(rows.Int(row, 2)), rows.Time(row, 3)};
}

KeptEffect KeptOf(const Result& rows, int row) {
  KeptEffect kept{EffectId(rows.Uuid(row, 0)),
                  EffectOf(rows, row, 10),
                  EffectStateOf(rows, row, 1),
                  rows.Int(row, 2),
                  static_cast<int>(rows.Int(row, 3)),
                  rows.Text(row, 4),
                  rows.Text(row, 5),
                  rows.Text(row, 6),
                  rows.Time(row, 7),
                  rows.Time(row, 8),
                  {}};
  if (kept.state == EffectState::kPending) kept.next_attempt_time = rows.Time(row, 9);
  return kept;
}

}  // namespace

StatusOr<bool> PgEffectStore::Changed(Statement statement) {
  auto changed = pool_.Ask(std::move(statement));
  if (!changed.ok()) return changed.status();
  return changed->affected() == 1;
}

Status PgEffectStore::TakeOver(const std::string& owner) {
  return pool_.Ask({kTakeOver, Params().Text(owner)}).status();
}

StatusOr<std::optional<ClaimedEffect>> PgEffectStore::Claim(const std::string& owner,
                                                            const std::vector<EffectLane>& full,
                                                            Duration lease) {
  std::vector<std::string> lanes;
  for (const EffectLane& lane : full) {
    lanes.push_back(std::string(NameOf(lane.kind)) + " " + lane.endpoint);
  }
  auto rows = pool_.Ask({kClaim, Params().Text(owner).Texts(lanes).Int(lease.count())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return std::optional<ClaimedEffect>();
  return std::optional<ClaimedEffect>(ClaimedOf(*rows, 0));
}

StatusOr<bool> PgEffectStore::Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                                      const std::string& reason, const std::string& detail) {
  return Changed({kRelease, AttemptParams(claimed)
                                .Bool(witness == Witness::kSender)
                                .Int(wait.count())
                                .Text(reason)
                                .Text(detail)});
}

StatusOr<std::vector<LapsedEffect>> PgEffectStore::Lapsed(int limit) {
  auto rows = pool_.Ask({kLapsed, Params().Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<LapsedEffect> lapsed;
  for (int i = 0; i < rows->rows(); ++i) {
    lapsed.push_back({ClaimedOf(*rows, i), EffectStateOf(*rows, i, 12)});
  }
  return lapsed;
}

StatusOr<EffectCounts> PgEffectStore::Count() {
  auto row = pool_.Ask({kCount});
  if (!row.ok()) return row.status();
  return EffectCounts{row->Int(0, 0), row->Int(0, 1), Duration(row->Int(0, 2))};
}

Status PgEffectStore::Forget(int days) {
  return pool_.Ask({kForget, Params().Int4(days)}).status();
}

StatusOr<std::vector<KeptEffect>> EffectDesk::List(std::optional<EffectState> state, int limit) {
  auto rows = state ? pool_.Ask({kListOfState, Params().Int(limit).Text(NameOf(*state))})
                    : pool_.Ask({kList, Params().Int(limit)});
  if (!rows.ok()) return rows.status();
  std::vector<KeptEffect> effects;
  for (int i = 0; i < rows->rows(); ++i) effects.push_back(KeptOf(*rows, i));
  return effects;
}

StatusOr<KeptEffect> EffectDesk::Get(EffectId id) {
  auto rows = pool_.Ask({kGet, Params().Uuid(id.uuid())});
  if (!rows.ok()) return rows.status();
  if (rows->rows() == 0) return absl::NotFoundError("there is no such effect");
  return KeptOf(*rows, 0);
}

}  // namespace recourse
