#include "services/recoursectl/verify/classification_check.h"

#include <map>
#include <string>

namespace recourse::ctl::verify {
namespace {

using OrdinalsSaid = std::unordered_map<Uuid, std::map<int, int>>;  // how often each

OrdinalsSaid SaidOf(const Facts<FeedbackFact>& facts) {
  OrdinalsSaid said;
  for (const auto& [partition, by_sequence] : facts) {
    for (const auto& [sequence, fact] : by_sequence) ++said[fact.feedback_id][fact.ordinal];
  }
  return said;
}

bool IsGapless(const ClassificationRows& rows) {
  return rows.ordinal_min == 1 && rows.count == rows.ordinal_max;
}

bool WaitsInForce(const ClassificationRows& rows) {
  if (rows.waiting_count == 0) return true;
  return rows.waiting_count == 1 && rows.waiting_ordinal == rows.ordinal_max;
}

// 1 to `last`, each once.
bool IsEachOnce(const std::map<int, int>& said, int last) {
  int expected = 1;
  for (const auto& [ordinal, times] : said) {
    if (ordinal != expected++ || times != 1) return false;
  }
  return expected == last + 1;
}

// "1, 2 (3 times)"; "none".
std::string TextOf(const std::map<int, int>& said) {
  std::string text;
  for (const auto& [ordinal, times] : said) {
    if (!text.empty()) text += ", ";
    text += std::to_string(ordinal);
    if (times != 1) text += " (" + std::to_string(times) + " times)";
  }
  return text.empty() ? "none" : text;
}

}  // namespace

std::vector<Check> CheckClassifications(const Evidence& evidence) {
  Check gapless{"C1", "every classification of ordinal n has those of 1 to n-1 before it"};
  Check waiting{"C2", "of each feedback at most the classification in force is in triage"};
  Check said{"C3", "every classification that is kept is one fact, and every fact is kept"};
  Check entitled{"C4", "every model that a classification names had been activated for it by then"};
  const OrdinalsSaid facts = SaidOf(evidence.classified);
  const bool whole = IsWhole(evidence.logs, kClassifiedTopic);
  for (const auto& [feedback_id, rows] : evidence.classifications) {
    const std::string name = "feedback " + ToString(feedback_id);
    gapless.Examine(IsGapless(rows), name + " has " + std::to_string(rows.count) +
                                         " classifications, the last of ordinal " +
                                         std::to_string(rows.ordinal_max));
    waiting.Examine(WaitsInForce(rows), name + " waits in triage with ordinal " +
                                            std::to_string(rows.waiting_ordinal) + ", and " +
                                            std::to_string(rows.ordinal_max) + " is in force");
    entitled.Examine(rows.usurped_count == 0,
                     name + " names a model in " + std::to_string(rows.usurped_count) +
                         " classifications that nobody had activated for it");
    if (!whole) continue;
    const auto found = facts.find(feedback_id);
    const auto told = found == facts.end() ? std::map<int, int>() : found->second;
    said.Examine(IsEachOnce(told, rows.ordinal_max),
                 name + " has classifications up to ordinal " + std::to_string(rows.ordinal_max) +
                     ", each to be told once, and the facts tell: " + TextOf(told));
  }
  for (const auto& [feedback_id, ordinals] : facts) {
    said.Examine(
        evidence.classifications.contains(feedback_id),
        "feedback " + ToString(feedback_id) + " was classified, and nothing is kept of it");
  }
  return {gapless, waiting, said, entitled};
}

}  // namespace recourse::ctl::verify
