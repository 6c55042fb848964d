#include "services/classify/adapters/classification_row.h"

#include <string>

#include "services/classify/adapters/classification_codec.h"
#include "services/classify/adapters/number_text.h"
#include "services/classify/domain/words.h"
#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

template <typename Value>
Value Known(const std::optional<Value>& value) {
  RECOURSE_CHECK(value.has_value());  // a word that this schema has and this binary does not
  return *value;
}

}  // namespace

FeedbackId FeedbackIdOf(const Result& rows, int row, int first) {
  return FeedbackId(rows.Uuid(row, first));
}

// Columns in the order of RECOURSE_CLASSIFICATION_COLUMNS.
Kept KeptOf(const Result& rows, int row, int first) {
  Kept kept;
  kept.ordinal = static_cast<int>(rows.Int(row, first + 1));
  Classification& made = kept.classification;
  made.type = Known(FeedbackTypeNamed(rows.Text(row, first + 2)));
  made.category = Category(rows.Text(row, first + 3));
  made.category_probability = NumberOf(rows.Text(row, first + 4));
  made.dimension = Known(DimensionNamed(rows.Text(row, first + 5)));
  made.sentiment = static_cast<Sentiment>(rows.Int(row, first + 6));
  made.severity = Known(SeverityNamed(rows.Text(row, first + 7)));
  made.language = Known(LanguageNamed(rows.Text(row, first + 8)));
  made.rule_id = RuleId(rows.Text(row, first + 9));
  made.rules_version = rows.Int(row, first + 10);
  made.model_version = ModelVersion(rows.Text(row, first + 11));
  made.evidence = EvidenceFromJson(rows.Text(row, first + 12));
  kept.recorded_time = rows.Time(row, first + 13);
  made.category_stated = rows.Bool(row, first + 14);
  made.estimates = EstimatesFromJson(rows.Text(row, first + 15));
  made.triage = rows.Bool(row, first + 16);
  kept.corrected_by = rows.Text(row, first + 17);
  kept.reason = rows.Text(row, first + 18);
  made.second_model_version = ModelVersion(rows.Text(row, first + 19));
  return kept;
}

}  // namespace recourse::classify
