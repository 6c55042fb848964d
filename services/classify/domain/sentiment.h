#pragma once

#include "services/classify/domain/policy.h"

namespace recourse::classify {

// The strongest sentiment of which the text holds a word; of two equally strong the worse, for a
// complaint that is polite is still one.
Sentiment SentimentOf(const Policy& policy, const Found& found);

}  // namespace recourse::classify
