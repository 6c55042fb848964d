#include "services/classify/adapters/classification_store.h"

#include <string>
#include <utility>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/classification_row.h"
#include "services/classify/adapters/number_text.h"
#include "services/classify/domain/words.h"

namespace recourse::classify {
namespace {

// The machine's row stands for the feedback. One that has none yet needs no lock: its records come
// by one partition, whose position is locked, and whoever corrects it finds nothing to correct.
constexpr const char* kLock =
    "SELECT 1 FROM classifications WHERE feedback_id = ANY ($1) AND ordinal = 1 "
    "ORDER BY feedback_id FOR UPDATE";
// What is in force. A statement of its own: it sees what was committed while the lock was waited
// for.
constexpr const char* kLoad =
    "SELECT DISTINCT ON (feedback_id) " RECOURSE_CLASSIFICATION_COLUMNS
    " FROM classifications WHERE feedback_id = ANY ($1) ORDER BY feedback_id, ordinal DESC";
constexpr const char* kRead =
    "SELECT " RECOURSE_CLASSIFICATION_COLUMNS
    " FROM classifications WHERE feedback_id = $1 AND recorded_time IS NOT NULL "
    "AND ($2 = 0 OR ordinal = $2) ORDER BY ordinal DESC LIMIT 1";
// What a person has decided waits for nobody.
constexpr const char* kEndTriage =
    "UPDATE classifications AS former SET triage = false "
    "FROM unnest($1::uuid[], $2::int[]) AS corrected (feedback_id, ordinal) "
    "WHERE former.feedback_id = corrected.feedback_id AND former.ordinal < corrected.ordinal "
    "AND former.triage";
constexpr const char* kSave =
    "INSERT INTO classifications (feedback_id, ordinal, type, category, category_probability, "
    "dimension, sentiment, severity, language, rule_id, rules_version, model_version, evidence, "
    "recorded_time, category_stated, estimates, triage, corrected_by, reason, "
    "second_model_version) "
    "SELECT f, o, t, c, p::double precision, d, s, v, l, r, n, m, e::jsonb, w, b::boolean, "
    "k::jsonb, g::boolean, y, h, x "
    "FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], "
    "$7::int[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], "
    "$14::timestamptz[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], "
    "$20::text[]) AS rows (f, o, t, c, p, d, s, v, l, r, n, m, e, w, b, k, g, y, h, x) "
    "ON CONFLICT (feedback_id, ordinal) DO UPDATE SET type = excluded.type, "
    "category = excluded.category, category_probability = excluded.category_probability, "
    "dimension = excluded.dimension, sentiment = excluded.sentiment, "
    "severity = excluded.severity, language = excluded.language, rule_id = excluded.rule_id, "
    "rules_version = excluded.rules_version, model_version = excluded.model_version, "
    "evidence = excluded.evidence, recorded_time = excluded.recorded_time, "
    "category_stated = excluded.category_stated, estimates = excluded.estimates, "
    "triage = excluded.triage, corrected_by = excluded.corrected_by, reason = excluded.reason, "
    "second_model_version = excluded.second_model_version";

// What was decided, in order. One transaction may decide of one feedback twice: each is a row.
using Rows = std::vector<const FeedbackClassified*>;

Rows RowsOf(const Changes<Domain>& changes) {
  Rows rows;
  for (const auto& [id, fact] : changes.facts) rows.push_back(&std::get<FeedbackClassified>(fact));
  return rows;
}

// A column of the rows to be written, by what it takes from each.
template <typename Value, typename Take>
std::vector<Value> Column(const Rows& rows, Take take) {
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const auto* row : rows) values.push_back(Value(take(row->feedback.feedback_id, row->kept)));
  return values;
}

template <typename Take>
std::vector<std::string> Texts(const Rows& rows, Take take) {
  return Column<std::string>(rows, [&](const FeedbackId&, const Kept& kept) {
    return std::string(take(kept.classification));
  });
}

std::vector<Uuid> IdsOf(const Rows& rows) {
  return Column<Uuid>(rows, [](const auto& id, const Kept&) { return id.uuid(); });
}

std::vector<std::int32_t> OrdinalsOf(const Rows& rows) {
  return Column<std::int32_t>(rows, [](const auto&, const Kept& kept) { return kept.ordinal; });
}

Params ParamsOf(const Rows& rows) {
  using Made = const Classification&;
  const auto sentiments = Column<std::int32_t>(rows, [](const auto&, const Kept& kept) {
    return static_cast<std::int32_t>(kept.classification.sentiment);
  });
  const auto versions = Column<std::int64_t>(
      rows, [](const auto&, const Kept& kept) { return kept.classification.rules_version; });
  const auto times =
      Column<Timestamp>(rows, [](const auto&, const Kept& kept) { return kept.recorded_time; });
  Params params;
  params.Uuids(IdsOf(rows)).Int4s(OrdinalsOf(rows));
  params.Texts(Texts(rows, [](Made made) { return WordOf(made.type); }));
  params.Texts(Texts(rows, [](Made made) { return made.category.value(); }));
  params.Texts(Texts(rows, [](Made made) { return TextOf(made.category_probability); }));
  params.Texts(Texts(rows, [](Made made) { return WordOf(made.dimension); }));
  params.Int4s(sentiments);
  params.Texts(Texts(rows, [](Made made) { return WordOf(made.severity); }));
  params.Texts(Texts(rows, [](Made made) { return WordOf(made.language); }));
  params.Texts(Texts(rows, [](Made made) { return made.rule_id.value(); }));
  params.Ints(versions);
  params.Texts(Texts(rows, [](Made made) { return made.model_version.value(); }));
  params.Texts(Texts(rows, [](Made made) { return EvidenceToJson(made.evidence); }));
  params.Times(times);
  params.Texts(Texts(rows, [](Made made) { return made.category_stated ? "t" : "f"; }));
  params.Texts(Texts(rows, [](Made made) { return EstimatesToJson(made.estimates); }));
  params.Texts(Texts(rows, [](Made made) { return made.triage ? "t" : "f"; }));
  params.Texts(
      Column<std::string>(rows, [](const auto&, const Kept& kept) { return kept.corrected_by; }));
  params.Texts(
      Column<std::string>(rows, [](const auto&, const Kept& kept) { return kept.reason; }));
  params.Texts(Texts(rows, [](Made made) { return made.second_model_version.value(); }));
  return params;
}

}  // namespace

StatusOr<ClassificationTables::View> ClassificationTables::Load(
    Session& session, const std::vector<FeedbackId>& feedback) {
  std::vector<Uuid> ids;
  for (const FeedbackId& id : feedback) ids.push_back(id.uuid());
  const auto results = session.Ask(
      std::vector<Statement>{{kLock, Params().Uuids(ids)}, {kLoad, Params().Uuids(ids)}});
  if (!results.ok()) return results.status();
  View view;
  const Result& rows = results->back();
  for (int i = 0; i < rows.rows(); ++i) {
    view.emplace(FeedbackIdOf(rows, i), KeptOf(rows, i));
  }
  return view;
}

void ClassificationTables::Save(Session& session, const Changes<Domain>& changes) {
  const Rows rows = RowsOf(changes);
  session.Queue({kSave, ParamsOf(rows)});
  Rows corrections;
  for (const auto* row : rows) {
    if (row->kept.ordinal > 1) corrections.push_back(row);
  }
  if (!corrections.empty()) {
    session.Queue({kEndTriage, Params().Uuids(IdsOf(corrections)).Int4s(OrdinalsOf(corrections))});
  }
  Count(changes);
}

// The commit follows at once; a transaction that fails there and is tried again counts twice.
void ClassificationTables::Count(const Changes<Domain>& changes) {
  std::map<FeedbackId, const Classification*> former;
  for (const auto& [id, kept] : changes.before) former.emplace(id, &kept.classification);
  for (const auto* row : RowsOf(changes)) {
    const Classification*& before = former[row->feedback.feedback_id];
    const Classification& now = row->kept.classification;
    if (row->kept.ordinal == 1) metric_.Count(now);
    if (row->kept.ordinal > 1 && before != nullptr) corrections_.Count(*before, now);
    before = &now;
  }
}

StatusOr<std::shared_ptr<const Policy>> ClassificationTables::ReadPolicy(Session& session) {
  return rules_.Active(session);
}

StatusOr<std::optional<Kept>> ReadClassification(Pool& pool, const FeedbackId& feedback_id,
                                                 int ordinal) {
  const auto rows = pool.Ask({kRead, Params().Uuid(feedback_id.uuid()).Int4(ordinal)});
  if (!rows.ok()) return rows.status();
  return rows->rows() == 0 ? std::nullopt : std::optional<Kept>(KeptOf(*rows, 0));
}

}  // namespace recourse::classify
