#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/classify/domain/scores.h"
#include "services/classify/domain/text.h"
#include "services/common/core/named.h"
#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse::classify {

using FeedbackId = Id<struct FeedbackIdTag>;
using CustomerId = Id<struct CustomerIdTag>;  // empty() where the customer is not known
using RuleId = Named<struct RuleIdTag>;
using SourceId = Named<struct SourceIdTag>;
using Channel = Named<struct ChannelTag>;
using Place = Named<struct PlaceTag>;
using Product = Named<struct ProductTag>;
using TicketId = Named<struct TicketIdTag>;

enum class FeedbackType { kComplaint, kEnquiry, kSuggestion, kPraise, kNoise };
enum class Severity { kLow, kNormal, kHigh, kCritical };
// SERVQUAL.
enum class Dimension { kUnsaid, kTangibles, kReliability, kResponsiveness, kAssurance, kEmpathy };
enum class Sentiment { kVeryNegative = -2, kNegative, kNeutral, kPositive, kVeryPositive };
// kMultiple: both Chinese and English in one text; kUndetermined: no words of either.
enum class Language { kUndetermined, kChinese, kEnglish, kMultiple };

// What the platform makes of one text. Without a rule and without a model that knows, it is a
// complaint of category `other`: somebody said something, and a person shall look at it.
struct Classification {
  FeedbackType type = FeedbackType::kComplaint;
  Category category = OtherCategory();
  double category_probability = 0;  // 0 where nobody said it, 1 where a rule did
  Dimension dimension = Dimension::kUnsaid;
  Sentiment sentiment = Sentiment::kNeutral;
  Severity severity = Severity::kNormal;
  Language language = Language::kUndetermined;
  RuleId rule_id{};  // empty when a model decided, or nothing
  std::int64_t rules_version = 0;
  ModelVersion model_version{};
  ModelVersion second_model_version{};  // of the second tier; empty where it was not asked
  std::vector<Evidence> evidence{};
  bool category_stated = false;       // whoever took the words down chose the category
  std::vector<Estimate> estimates{};  // the model's, also where a rule or a person decided
  bool triage = false;                // nobody was sure enough: a person shall decide
  friend bool operator==(const Classification&, const Classification&) = default;
};

// The classification that is kept of a piece of feedback.
struct Kept {
  int ordinal = 1;  // 1 the machine's, 2 and up corrections
  Classification classification{};
  Timestamp recorded_time{};
  std::string corrected_by{};  // the account; empty for the machine's
  std::string reason{};        // in that person's words
  friend bool operator==(const Kept&, const Kept&) = default;
};

// What is known of a piece of feedback besides its classification; the fact repeats it for the next
// service, for there is no order between topics.
struct Feedback {
  FeedbackId feedback_id{};
  CustomerId customer_id{};
  Timestamp occurred_time{};
  SourceId source_id{};
  Channel channel{};
  std::string text{};
  Place place{};
  Product product{};
  TicketId about_ticket_id{};
  Category stated_category{};  // by whoever took the words down; empty where nobody did
  friend bool operator==(const Feedback&, const Feedback&) = default;
};

// A customer said something. Folding and scoring are done before: they need a library, or time.
struct FeedbackReceived {
  Feedback feedback{};
  FoldedText text{};
  Scores scores{};
  // What rules of its rules_version and the scores make of it, where that was asked beforehand.
  std::optional<Classification> prepared{};
};

// What a person says that feedback is. What is not said stays as it was.
struct Said {
  std::optional<FeedbackType> type{};
  std::optional<Category> category{};
  std::optional<Dimension> dimension{};
  std::optional<Severity> severity{};
  std::optional<Sentiment> sentiment{};
  bool confirmed = false;  // it is what it is taken for
  friend bool operator==(const Said&, const Said&) = default;
};

// A person corrected what was made of a piece of feedback.
struct CorrectionMade {
  Feedback feedback{};   // as ingest knows it: the fact repeats it
  int seen_ordinal = 0;  // of what that person looked at; 0 where it does not matter
  Said said{};
  std::string corrected_by{};
  std::string reason{};
};
using Event = std::variant<FeedbackReceived, CorrectionMade>;

struct FeedbackClassified {
  Feedback feedback{};
  Kept kept{};
  friend bool operator==(const FeedbackClassified&, const FeedbackClassified&) = default;
};
using Fact = std::variant<FeedbackClassified>;

}  // namespace recourse::classify
