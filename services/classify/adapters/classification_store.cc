#include "services/classify/adapters/classification_store.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/domain/words.h"
#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

#define RECOURSE_CLASSIFICATION_COLUMNS                                                        \
  "feedback_id, ordinal, type, category, category_probability::text, dimension, sentiment, "   \
  "severity, language, rule_id, rules_version, model_version, evidence::text, recorded_time, " \
  "category_stated, estimates::text, triage, corrected_by, reason "
// The machine's row stands for the feedback. One that has none yet needs no lock: its records come
// by one partition, whose position is locked, and whoever corrects it finds nothing to correct.
constexpr const char* kLockAndLoad =
    "SELECT " RECOURSE_CLASSIFICATION_COLUMNS
    "FROM classifications WHERE feedback_id = ANY ($1) AND ordinal = 1 "
    "ORDER BY feedback_id FOR UPDATE";
constexpr const char* kRead =
    "SELECT " RECOURSE_CLASSIFICATION_COLUMNS
    "FROM classifications WHERE feedback_id = $1 AND recorded_time IS NOT NULL "
    "ORDER BY ordinal DESC LIMIT 1";
constexpr const char* kSave =
    "INSERT INTO classifications (feedback_id, ordinal, type, category, category_probability, "
    "dimension, sentiment, severity, language, rule_id, rules_version, model_version, evidence, "
    "recorded_time, category_stated, estimates, triage, corrected_by, reason) "
    "SELECT f, o, t, c, p::double precision, d, s, v, l, r, n, m, e::jsonb, w, b::boolean, "
    "k::jsonb, g::boolean, y, h "
    "FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], "
    "$7::int[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], "
    "$14::timestamptz[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[]) "
    "AS rows (f, o, t, c, p, d, s, v, l, r, n, m, e, w, b, k, g, y, h) "
    "ON CONFLICT (feedback_id, ordinal) DO UPDATE SET type = excluded.type, "
    "category = excluded.category, category_probability = excluded.category_probability, "
    "dimension = excluded.dimension, sentiment = excluded.sentiment, "
    "severity = excluded.severity, language = excluded.language, rule_id = excluded.rule_id, "
    "rules_version = excluded.rules_version, model_version = excluded.model_version, "
    "evidence = excluded.evidence, recorded_time = excluded.recorded_time, "
    "category_stated = excluded.category_stated, estimates = excluded.estimates, "
    "triage = excluded.triage, corrected_by = excluded.corrected_by, reason = excluded.reason";

// Shortest form that reads back to the same double.
std::string TextOf(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), end.ptr};
}

double NumberOf(const std::string& text) {
  double number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  RECOURSE_CHECK(end.ec == std::errc());
  return number;
}

template <typename Value>
Value Known(const std::optional<Value>& value) {
  RECOURSE_CHECK(value.has_value());  // a word that this schema has and this binary does not
  return *value;
}

// Columns in the order of RECOURSE_CLASSIFICATION_COLUMNS.
Kept KeptOf(const Result& rows, int row) {
  Kept kept;
  kept.ordinal = static_cast<int>(rows.Int(row, 1));
  Classification& made = kept.classification;
  made.type = Known(FeedbackTypeNamed(rows.Text(row, 2)));
  made.category = Category(rows.Text(row, 3));
  made.category_probability = NumberOf(rows.Text(row, 4));
  made.dimension = Known(DimensionNamed(rows.Text(row, 5)));
  made.sentiment = static_cast<Sentiment>(rows.Int(row, 6));
  made.severity = Known(SeverityNamed(rows.Text(row, 7)));
  made.language = Known(LanguageNamed(rows.Text(row, 8)));
  made.rule_id = RuleId(rows.Text(row, 9));
  made.rules_version = rows.Int(row, 10);
  made.model_version = ModelVersion(rows.Text(row, 11));
  made.evidence = EvidenceFromJson(rows.Text(row, 12));
  kept.recorded_time = rows.Time(row, 13);
  made.category_stated = rows.Bool(row, 14);
  made.estimates = EstimatesFromJson(rows.Text(row, 15));
  made.triage = rows.Bool(row, 16);
  kept.corrected_by = rows.Text(row, 17);
  kept.reason = rows.Text(row, 18);
  return kept;
}

// A column of the rows to be written, by what it takes from each.
template <typename Value, typename Take>
std::vector<Value> Column(const std::map<FeedbackId, Kept>& states, Take take) {
  std::vector<Value> values;
  values.reserve(states.size());
  for (const auto& [id, kept] : states) values.push_back(Value(take(id, kept)));
  return values;
}

template <typename Take>
std::vector<std::string> Texts(const std::map<FeedbackId, Kept>& states, Take take) {
  return Column<std::string>(states, [&](const FeedbackId&, const Kept& kept) {
    return std::string(take(kept.classification));
  });
}

Params ParamsOf(const std::map<FeedbackId, Kept>& states) {
  using Made = const Classification&;
  const auto ids = Column<Uuid>(states, [](const auto& id, const Kept&) { return id.uuid(); });
  const auto ordinals =
      Column<std::int32_t>(states, [](const auto&, const Kept& kept) { return kept.ordinal; });
  const auto sentiments = Column<std::int32_t>(states, [](const auto&, const Kept& kept) {
    return static_cast<std::int32_t>(kept.classification.sentiment);
  });
  const auto versions = Column<std::int64_t>(
      states, [](const auto&, const Kept& kept) { return kept.classification.rules_version; });
  const auto times =
      Column<Timestamp>(states, [](const auto&, const Kept& kept) { return kept.recorded_time; });
  Params params;
  params.Uuids(ids).Int4s(ordinals);
  params.Texts(Texts(states, [](Made made) { return WordOf(made.type); }));
  params.Texts(Texts(states, [](Made made) { return made.category.value(); }));
  params.Texts(Texts(states, [](Made made) { return TextOf(made.category_probability); }));
  params.Texts(Texts(states, [](Made made) { return WordOf(made.dimension); }));
  params.Int4s(sentiments);
  params.Texts(Texts(states, [](Made made) { return WordOf(made.severity); }));
  params.Texts(Texts(states, [](Made made) { return WordOf(made.language); }));
  params.Texts(Texts(states, [](Made made) { return made.rule_id.value(); }));
  params.Ints(versions);
  params.Texts(Texts(states, [](Made made) { return made.model_version.value(); }));
  params.Texts(Texts(states, [](Made made) { return EvidenceToJson(made.evidence); }));
  params.Times(times);
  params.Texts(Texts(states, [](Made made) { return made.category_stated ? "t" : "f"; }));
  params.Texts(Texts(states, [](Made made) { return EstimatesToJson(made.estimates); }));
  params.Texts(Texts(states, [](Made made) { return made.triage ? "t" : "f"; }));
  params.Texts(
      Column<std::string>(states, [](const auto&, const Kept& kept) { return kept.corrected_by; }));
  params.Texts(
      Column<std::string>(states, [](const auto&, const Kept& kept) { return kept.reason; }));
  return params;
}

}  // namespace

StatusOr<ClassificationTables::View> ClassificationTables::Load(
    Session& session, const std::vector<FeedbackId>& feedback) {
  std::vector<Uuid> ids;
  for (const FeedbackId& id : feedback) ids.push_back(id.uuid());
  const auto results = session.Ask(std::vector<Statement>{{kLockAndLoad, Params().Uuids(ids)}});
  if (!results.ok()) return results.status();
  View view;
  const Result& rows = results->front();
  for (int i = 0; i < rows.rows(); ++i) {
    view.emplace(FeedbackId(rows.Uuid(i, 0)), KeptOf(rows, i));
  }
  return view;
}

void ClassificationTables::Save(Session& session, const Changes<Domain>& changes) {
  session.Queue({kSave, ParamsOf(changes.states)});
  // The commit follows at once; a transaction that fails there and is tried again counts twice.
  for (const auto& [id, kept] : changes.states) metric_.Count(kept.classification);
}

StatusOr<std::shared_ptr<const Policy>> ClassificationTables::ReadPolicy(Session& session) {
  return rules_.Active(session);
}

StatusOr<std::optional<Kept>> ReadClassification(Pool& pool, const FeedbackId& feedback_id) {
  const auto rows = pool.Ask({kRead, Params().Uuid(feedback_id.uuid())});
  if (!rows.ok()) return rows.status();
  return rows->rows() == 0 ? std::nullopt : std::optional<Kept>(KeptOf(*rows, 0));
}

}  // namespace recourse::classify
