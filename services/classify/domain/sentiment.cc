#include "services/classify/domain/sentiment.h"

#include <algorithm>
#include <array>

namespace recourse::classify {
namespace {

constexpr std::array kStrongestFirst = {Sentiment::kVeryNegative, Sentiment::kVeryPositive,
                                        Sentiment::kNegative, Sentiment::kPositive};

}  // namespace

Sentiment SentimentOf(const Policy& policy, const Found& found) {
  for (const Sentiment sentiment : kStrongestFirst) {
    const auto terms = policy.sentiments.find(sentiment);
    if (terms == policy.sentiments.end()) continue;
    const auto has = [&](TermIndex term) { return found.Has(term); };
    if (std::any_of(terms->second.begin(), terms->second.end(), has)) return sentiment;
  }
  return Sentiment::kNeutral;
}

}  // namespace recourse::classify
