#include "services/classify/adapters/rule_fields_json.h"

#include <set>
#include <string>
#include <utility>

#include "services/classify/domain/words.h"

namespace recourse::classify {
namespace {

constexpr std::pair<FeedbackField, const char*> kFields[] = {
    {FeedbackField::kChannel, "channel"},   {FeedbackField::kSourceId, "source_id"},
    {FeedbackField::kPlace, "place"},       {FeedbackField::kProduct, "product"},
    {FeedbackField::kLanguage, "language"},
};

FieldCondition ReadCondition(FeedbackField which, const Field& list) {
  std::set<std::string> values;
  for (const Field& element : list.Elements(kFieldValuesMax)) {
    const std::string value = element.NeededText(kFieldValueBytesMax);
    if (value.empty()) continue;
    if (which == FeedbackField::kLanguage && !LanguageNamed(value)) {
      element.Fault("is not a language that is told apart here: zh, en, mul or und");
    }
    values.insert(value);
  }
  if (values.empty()) list.Fault("has no value, so that the rule can never match");
  return {which, {values.begin(), values.end()}};
}

}  // namespace

std::vector<FieldCondition> ReadFieldConditions(const Field& object) {
  std::vector<FieldCondition> conditions;
  if (!object.present() ||
      !object.IsObjectOf({"channel", "source_id", "place", "product", "language"})) {
    return conditions;
  }
  for (const auto& [which, name] : kFields) {
    const Field list = object.Member(name);
    if (list.present()) conditions.push_back(ReadCondition(which, list));
  }
  return conditions;
}

}  // namespace recourse::classify
