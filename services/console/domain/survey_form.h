#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "services/console/domain/survey.h"

namespace recourse::console {

// The fields of a form, each once.
using FormFields = std::map<std::string, std::string>;

struct ReadAnswer {
  SurveyAnswer answer;
  std::vector<SurveyFault> faults;
  // Whether the form holds a field that our page does not have.
  bool foreign = false;
};

// The answer in the fields of the page's form. An empty field is one that was left out; line ends
// become single ones, as the browser had them before it sent them.
ReadAnswer ReadSurveyAnswer(const FormFields& fields);

// The fields that such an answer came from.
FormFields FieldsOf(const SurveyAnswer& answer);

// The same for the same answer: what makes two presses of a button one command.
std::string TextOf(const SurveyAnswer& answer);

}  // namespace recourse::console
