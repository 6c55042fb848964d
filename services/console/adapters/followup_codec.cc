#include "services/console/adapters/followup_codec.h"

#include <map>

#include "recourse/followup/v1/followup_service.pb.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = followup::v1;

SurveyState StateOf(wire::SurveyState state) {
  switch (state) {
    case wire::SURVEY_STATE_OPEN:
      return SurveyState::kOpen;
    case wire::SURVEY_STATE_ANSWERED:
      return SurveyState::kAnswered;
    case wire::SURVEY_STATE_EXPIRED:
      return SurveyState::kExpired;
    case wire::SURVEY_STATE_WITHDRAWN:
      return SurveyState::kWithdrawn;
    default:
      return SurveyState::kNotIssued;
  }
}

// The value whose name ends in this word; nothing for the unspecified one, which nobody asks for.
template <typename Enum, typename Parse>
bool ReadWord(const std::string& word, const std::string& prefix, Parse parse, Enum& out) {
  if (word.empty()) return true;
  std::string name = prefix;
  for (const char letter : word) {
    if (letter != '_' && (letter < 'a' || letter > 'z')) return false;
    name += letter == '_' ? letter : static_cast<char>(letter - 'a' + 'A');
  }
  return parse(name, &out) && static_cast<int>(out) != 0;
}

}  // namespace

Survey SurveyOf(const wire::GetSurveyResponse& from) {
  const wire::Questions& asked = from.questions();
  return {StateOf(from.state()),
          from.ticket_number(),
          LanguageOf(from.language()).value_or(SurveyLanguage::kZh),
          {asked.csat(), asked.nps(), asked.ces(), asked.put_right(), asked.words()},
          FromWire(from.expire_time())};
}

void ToWire(const SurveyAnswer& answer, wire::Scores& out) {
  if (answer.csat) out.set_csat(*answer.csat);
  if (answer.nps) out.set_nps(*answer.nps);
  if (answer.ces) out.set_ces(*answer.ces);
  if (answer.put_right) out.set_put_right(*answer.put_right);
}

std::optional<SurveyFault> FaultOfSlug(const std::string& slug, const std::string& field) {
  using Kind = SurveyFault::Kind;
  if (slug == "answer-empty") return SurveyFault{"", Kind::kEmpty};
  if (slug == "words-too-long") return SurveyFault{"words", Kind::kTooLong};
  const bool choice = slug == "score-out-of-range" || slug == "score-not-asked";
  if (choice) return SurveyFault{field, Kind::kOutOfRange};
  if (slug == "words-not-asked") return SurveyFault{"", Kind::kOutOfRange};
  return std::nullopt;
}

std::optional<SurveyState> StateOfSlug(const std::string& slug) {
  static const std::map<std::string, SurveyState> states = {
      {"survey-already-answered", SurveyState::kAnswered},
      {"survey-expired", SurveyState::kExpired},
      {"survey-withdrawn", SurveyState::kWithdrawn},
      {"survey-not-issued", SurveyState::kNotIssued},
  };
  const auto found = states.find(slug);
  return found == states.end() ? std::nullopt : std::make_optional(found->second);
}

bool SetState(const std::string& word, wire::ListLoopsRequest& out) {
  wire::LoopState state = wire::LOOP_STATE_UNSPECIFIED;
  const bool known = ReadWord(word, "LOOP_STATE_", wire::LoopState_Parse, state);
  out.set_state(state);
  return known;
}

bool SetVerdict(const std::string& word, wire::ListLoopsRequest& out) {
  wire::Verdict verdict = wire::VERDICT_UNSPECIFIED;
  const bool known = ReadWord(word, "VERDICT_", wire::Verdict_Parse, verdict);
  out.set_verdict(verdict);
  return known;
}

bool SetWay(const std::string& word, wire::ListLoopsRequest& out) {
  wire::SurveyWay way = wire::SURVEY_WAY_UNSPECIFIED;
  const bool known = ReadWord(word, "SURVEY_WAY_", wire::SurveyWay_Parse, way);
  out.set_way(way);
  return known;
}

bool SetState(const std::string& word, wire::ListDeliveriesRequest& out) {
  wire::DeliveryState state = wire::DELIVERY_STATE_UNSPECIFIED;
  const bool known = ReadWord(word, "DELIVERY_STATE_", wire::DeliveryState_Parse, state);
  out.set_state(state);
  return known;
}

}  // namespace recourse::console
