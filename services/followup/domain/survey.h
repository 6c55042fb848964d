#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/common/core/decider.h"
#include "services/followup/domain/ticket.h"

namespace recourse::followup {

// How a customer is asked: by mail, by whoever sends text messages for us, by a link that an agent
// hands over, by an agent's call, or not at all.
enum class SurveyWay { kMail = 1, kWebhook = 2, kLink = 3, kCall = 4, kNone = 5 };

struct Questions {
  bool csat = true;
  bool nps = true;
  bool ces = false;
  bool put_right = true;
  bool words = true;
  friend bool operator==(const Questions&, const Questions&) = default;
};

struct Scores {
  std::optional<int> csat{};        // 1 very dissatisfied to 5 very satisfied
  std::optional<int> nps{};         // 0 to 10
  std::optional<int> ces{};         // 1 strongly disagree to 7 strongly agree: "made it easy"
  std::optional<bool> put_right{};  // was it put right?
  friend bool operator==(const Scores&, const Scores&) = default;
};

enum class AnswerVia { kLink = 1, kPhone = 2 };

// What a customer says of how his matter was resolved. `words` is empty also where there is nothing
// to read in it: that the adapter knows.
struct Answer {
  Scores scores;
  std::string words;
  AnswerVia via = AnswerVia::kLink;
  AgentId agent_id;  // who wrote it down; empty: the customer himself
  friend bool operator==(const Answer&, const Answer&) = default;
};
inline constexpr std::size_t kWordsBytesMax = 8'192;

// From which scores on an answer is a bad one; a score without a threshold makes none bad. That it
// was not put right always does.
struct Thresholds {
  std::optional<int> csat_bad_max = 2;
  std::optional<int> nps_bad_max{};
  std::optional<int> ces_bad_max{};
  friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

// A customer who was unhappy with a resolution, and what the next one of that ticket did.
enum class Recovery { kNone = 0, kUnhappy = 1, kRecovered = 2, kNotRecovered = 3 };

// Why an answer can never be right, or nothing. Slugs: answer-empty (at least one score is needed),
// score-out-of-range, score-not-asked, words-not-asked, words-too-long; `field` names the score.
std::optional<Refusal> CheckAnswer(const Answer& answer, const Questions& questions);

// The scores that make it a bad answer, by name; none: a good one.
std::vector<std::string> BadScores(const Scores& scores, const Thresholds& thresholds);

// Recovery after one more answer of the same ticket. Satisfied is 4 or 5 of 5; where that was not
// asked, an answer that is not bad.
Recovery NextRecovery(Recovery before, const Scores& scores, bool is_bad);

// The same for the same scores and words, so that an answer sent twice is known without keeping its
// words.
Uuid DigestOf(const LoopId& loop_id, const Answer& answer);

}  // namespace recourse::followup
