#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/time.h"

namespace recourse::console {

enum class SurveyLanguage { kZh, kEn };

// What a survey asks for.
struct SurveyQuestions {
  bool csat = false;
  bool nps = false;
  bool ces = false;
  bool put_right = false;
  bool words = false;
};

enum class SurveyState { kNotIssued, kOpen, kAnswered, kExpired, kWithdrawn };

// What the customer's page is made of.
struct Survey {
  SurveyState state = SurveyState::kNotIssued;
  std::string ticket_number;
  SurveyLanguage language = SurveyLanguage::kZh;
  SurveyQuestions questions;
  Timestamp expire_time;
};

// What the customer filled in. What he left out is absent.
struct SurveyAnswer {
  std::optional<int> csat{};  // 1 to 5
  std::optional<int> nps{};   // 0 to 10
  std::optional<int> ces{};   // 1 to 7
  std::optional<bool> put_right{};
  std::string words{};
  friend bool operator==(const SurveyAnswer&, const SurveyAnswer&) = default;
};

// As the contract has it, in bytes of UTF-8.
inline constexpr std::size_t kSurveyWordsBytesMax = 8'192;

// Why an answer is not taken, and at which question; an empty field means the whole form.
struct SurveyFault {
  enum class Kind { kEmpty, kOutOfRange, kTooLong };
  std::string field;
  Kind kind = Kind::kEmpty;
  friend bool operator==(const SurveyFault&, const SurveyFault&) = default;
};

// The language that a word names, such as "zh", "zh-CN" or "EN"; nothing for any other.
std::optional<SurveyLanguage> LanguageOf(std::string_view word);

// The first language of an Accept-Language header that we have; else Chinese. Weights are not
// weighed: browsers list what they want first.
SurveyLanguage PreferredLanguage(std::string_view accepted);

}  // namespace recourse::console
