#pragma once

#include <optional>
#include <string>

#include "services/console/domain/survey.h"

namespace recourse::followup::v1 {
class GetSurveyResponse;
class ListDeliveriesRequest;
class ListLoopsRequest;
class Scores;
}  // namespace recourse::followup::v1

namespace recourse::console {

Survey SurveyOf(const followup::v1::GetSurveyResponse& from);
void ToWire(const SurveyAnswer& answer, followup::v1::Scores& out);

// What a refusal of an answer means for the page: a fault that the customer can mend, or the state
// that the survey is in; nothing for any other slug.
std::optional<SurveyFault> FaultOfSlug(const std::string& slug, const std::string& field);
std::optional<SurveyState> StateOfSlug(const std::string& slug);

// The words of the contract in lower case: "asked", "heard_bad", "call", "to_tell". Empty filters
// nothing. False for any other word.
bool SetState(const std::string& word, followup::v1::ListLoopsRequest& out);
bool SetVerdict(const std::string& word, followup::v1::ListLoopsRequest& out);
bool SetWay(const std::string& word, followup::v1::ListLoopsRequest& out);
bool SetState(const std::string& word, followup::v1::ListDeliveriesRequest& out);

}  // namespace recourse::console
