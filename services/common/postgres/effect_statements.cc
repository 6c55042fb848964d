#include "services/common/postgres/effect_statements.h"

#include "services/common/core/check.h"

namespace recourse::statements {
namespace {

constexpr const char* kInsert =
    "INSERT INTO effects (effect_id, " RECOURSE_EFFECT_COLUMNS
    ", recorded_time, "
    "next_attempt_time, changed_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10) "
    "ON CONFLICT DO NOTHING";
constexpr const char* kLock = "SELECT state, term FROM effects WHERE effect_id = $1 FOR UPDATE";
constexpr const char* kBegin =
    "UPDATE effects SET state = 'sending', message_id = $3, "
    "until_time = clock_timestamp() + $4 * interval '1 millisecond', "
    "changed_time = clock_timestamp() WHERE effect_id = $1 AND term = $2 "
    "AND state = 'claimed' AND until_time >= clock_timestamp()";
constexpr const char* kResend =
    "UPDATE effects SET state = 'pending', attempt_count = 0, expire_time = NULL, "
    "next_attempt_time = clock_timestamp(), reason = 'resent', detail = $2, "
    "changed_time = clock_timestamp() WHERE effect_id = $1 AND state IN ('unknown', 'failed')";
constexpr const char* kConclude =
    "UPDATE effects SET state = s, reason = r, detail = d, changed_time = $5, owner = '', "
    "until_time = NULL, attempt_count = greatest(attempt_count, 1) "
    "FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS c (id, s, r, d) "
    "WHERE effect_id = id";
// The clock is read once: beside a column it would keep PostgreSQL from using the index.
constexpr const char* kTake = "SELECT effect_id, " RECOURSE_EFFECT_COLUMNS
                              " FROM effects WHERE state = 'pending' AND endpoint = $1 "
                              "AND next_attempt_time <= (SELECT clock_timestamp()) "
                              "ORDER BY next_attempt_time LIMIT $2 FOR UPDATE SKIP LOCKED";

std::vector<std::string> PairsOf(const std::map<std::string, std::string>& parameters) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : parameters) {
    pairs.push_back(name);
    pairs.push_back(value);
  }
  return pairs;
}

// What this table holds was written by this code.
template <typename T>
T Known(std::optional<T> value) {
  RECOURSE_CHECK(value.has_value());
  return *value;
}

}  // namespace

Statement InsertEffect(EffectId id, const Effect& effect, Timestamp recorded_time) {
  return {kInsert, Params()
                       .Uuid(id.uuid())
                       .Uuid(effect.key)
                       .Text(NameOf(effect.kind))
                       .Text(effect.purpose)
                       .Text(effect.endpoint)
                       .Text(NameOf(effect.recipient.kind))
                       .Text(effect.recipient.reference)
                       .Texts(PairsOf(effect.parameters))
                       .OptionalTime(effect.expire_time)
                       .Time(recorded_time)};
}

Statement LockEffect(EffectId id) { return {kLock, Params().Uuid(id.uuid())}; }

std::optional<StandingEffect> StandingOf(const Result& locked) {
  if (locked.rows() == 0) return std::nullopt;
  return StandingEffect{EffectStateOf(locked, 0, 0), locked.Int(0, 1)};
}

Statement BeginEffect(const EffectBeginning& beginning) {
  return {kBegin, Params()
                      .Uuid(beginning.id.uuid())
                      .Int(beginning.term)
                      .Text(beginning.message_id)
                      .Int(beginning.lease.count())};
}

Statement ResendEffect(EffectId id, const std::string& detail) {
  return {kResend, Params().Uuid(id.uuid()).Text(detail)};
}

Statement ConcludeEffects(const std::vector<EffectConclusion>& conclusions,
                          Timestamp recorded_time) {
  std::vector<Uuid> ids;
  std::vector<std::string> states, reasons, details;
  for (const EffectConclusion& conclusion : conclusions) {
    ids.push_back(conclusion.result.effect_id.uuid());
    states.emplace_back(NameOf(StateAfter(conclusion.result.outcome)));
    reasons.push_back(conclusion.result.reason);
    details.push_back(conclusion.detail);
  }
  return {kConclude,
          Params().Uuids(ids).Texts(states).Texts(reasons).Texts(details).Time(recorded_time)};
}

Statement TakeReceived(const std::string& endpoint, int limit) {
  return {kTake, Params().Text(endpoint).Int(limit)};
}

Effect EffectOf(const Result& rows, int row, int column) {
  Effect effect{rows.Uuid(row, column),
                Known(ParseEffectKind(rows.Text(row, column + 1))),
                rows.Text(row, column + 2),
                rows.Text(row, column + 3),
                {Known(ParseRecipientKind(rows.Text(row, column + 4))), rows.Text(row, column + 5)},
                {},
                rows.OptionalTime(row, column + 7)};
  const auto pairs = rows.Texts(row, column + 6);
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) effect.parameters[pairs[i]] = pairs[i + 1];
  return effect;
}

EffectState EffectStateOf(const Result& rows, int row, int column) {
  return Known(ParseEffectState(rows.Text(row, column)));
}

}  // namespace recourse::statements
