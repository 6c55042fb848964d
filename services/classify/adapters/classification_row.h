#pragma once

#include "services/classify/domain/classification.h"
#include "services/common/postgres/connection.h"

namespace recourse::classify {

// The columns of table `classifications` in the order in which they are read back. `of` stands
// before each: nothing, or the name of one of several tables and a dot.
#define RECOURSE_CLASSIFICATION_COLUMNS_OF(of)                                                \
  of "feedback_id, " of "ordinal, " of "type, " of "category, " of                            \
     "category_probability::text, " of "dimension, " of "sentiment, " of "severity, " of      \
     "language, " of "rule_id, " of "rules_version, " of "model_version, " of                 \
     "evidence::text, " of "recorded_time, " of "category_stated, " of "estimates::text, " of \
     "triage, " of "corrected_by, " of "reason, " of "second_model_version"
#define RECOURSE_CLASSIFICATION_COLUMNS RECOURSE_CLASSIFICATION_COLUMNS_OF("")
inline constexpr int kClassificationColumns = 20;

// A row, the first of its columns being the one at `first`.
FeedbackId FeedbackIdOf(const Result& rows, int row, int first = 0);
Kept KeptOf(const Result& rows, int row, int first = 0);

}  // namespace recourse::classify
