#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/console/domain/survey_text.h"

namespace recourse::console {

// Values are escaped here; names and tags are our own constants.
using Attributes = std::map<std::string, std::string>;
// `inner` is markup already.
std::string Tag(const std::string& name, const Attributes& attributes, const std::string& inner);
// One that has no end, such as input.
std::string EmptyTag(const std::string& name, const Attributes& attributes);

// The questions of one survey as they are to be shown.
struct SurveyForm {
  SurveyLanguage language;
  const SurveyQuestions& questions;
  const SurveyAnswer& entered;
  const std::vector<SurveyFault>& faults;
};

// A group of radio buttons for each question that is asked, and the field for words.
std::string QuestionFields(const SurveyForm& form);

// What is wrong, each a link to where it is; nothing where nothing is. It takes the focus, so that
// a screen reader begins with it.
std::string FaultSummary(const SurveyForm& form);

}  // namespace recourse::console
