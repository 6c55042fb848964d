#include "services/followup/domain/survey.h"

namespace recourse::followup {
namespace {

constexpr int kSatisfiedMin = 4;  // of 5: the top two boxes

// One score: its name, what was said, whether it was asked for, and its scale.
struct Line {
  const char* name;
  std::optional<int> score;
  bool asked;
  int least;
  int most;
};

std::vector<Line> LinesOf(const Scores& scores, const Questions& questions) {
  std::optional<int> put_right;
  if (scores.put_right) put_right = *scores.put_right ? 1 : 0;
  return {{"csat", scores.csat, questions.csat, 1, 5},
          {"nps", scores.nps, questions.nps, 0, 10},
          {"ces", scores.ces, questions.ces, 1, 7},
          {"put_right", put_right, questions.put_right, 0, 1}};
}

Refusal Refused(std::string slug, std::string field) {
  return {std::move(slug), {{"field", std::move(field)}}};
}

bool AtMost(const std::optional<int>& score, const std::optional<int>& limit) {
  return score && limit && *score <= *limit;
}

std::string Text(const std::optional<int>& score) { return score ? std::to_string(*score) : "-"; }

}  // namespace

std::optional<Refusal> CheckAnswer(const Answer& answer, const Questions& questions) {
  bool is_scored = false;
  for (const Line& line : LinesOf(answer.scores, questions)) {
    if (!line.score) continue;
    if (!line.asked) return Refused("score-not-asked", line.name);
    if (*line.score < line.least || *line.score > line.most) {
      return Refused("score-out-of-range", line.name);
    }
    is_scored = true;
  }
  if (!answer.words.empty() && !questions.words) return Refused("words-not-asked", "words");
  if (answer.words.size() > kWordsBytesMax) return Refused("words-too-long", "words");
  if (!is_scored) return Refusal{"answer-empty", {}};
  return std::nullopt;
}

std::vector<std::string> BadScores(const Scores& scores, const Thresholds& thresholds) {
  std::vector<std::string> bad;
  if (AtMost(scores.csat, thresholds.csat_bad_max)) bad.emplace_back("csat");
  if (AtMost(scores.nps, thresholds.nps_bad_max)) bad.emplace_back("nps");
  if (AtMost(scores.ces, thresholds.ces_bad_max)) bad.emplace_back("ces");
  if (scores.put_right == false) bad.emplace_back("put_right");
  return bad;
}

Recovery NextRecovery(Recovery before, const Scores& scores, bool is_bad) {
  if (before == Recovery::kNone) return is_bad ? Recovery::kUnhappy : Recovery::kNone;
  const bool is_satisfied = !is_bad && (!scores.csat || *scores.csat >= kSatisfiedMin);
  return is_satisfied ? Recovery::kRecovered : Recovery::kNotRecovered;
}

Uuid DigestOf(const LoopId& loop_id, const Answer& answer) {
  std::string said;
  for (const Line& line : LinesOf(answer.scores, {})) said += Text(line.score) + "/";
  return NamedUuid(loop_id.uuid(), said + answer.words);
}

}  // namespace recourse::followup
