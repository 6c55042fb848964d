#include "services/console/domain/survey_markup.h"

#include <algorithm>
#include <array>

#include "services/common/core/html.h"

namespace recourse::console {
namespace {

using enum SurveyText;
using Kind = SurveyFault::Kind;

// In UTF-16 units, as browsers count: so many Chinese characters fit into the bytes allowed.
constexpr const char* kWordsLengthMax = "2700";
constexpr std::array kCsatTexts = {kCsat1, kCsat2, kCsat3, kCsat4, kCsat5};

struct Choice {
  std::string value;
  std::string text;
  bool chosen = false;
};

struct Question {
  std::string name;
  SurveyText title;
  std::optional<SurveyText> hint;
  // How the choices lie: "five named" and the like, of the style sheet.
  std::string shape;
  std::vector<Choice> choices;
};

SurveyText TextOf(Kind kind) {
  switch (kind) {
    case Kind::kEmpty:
      return kFaultEmpty;
    case Kind::kOutOfRange:
      return kFaultOutOfRange;
    case Kind::kTooLong:
      return kFaultTooLong;
  }
  return kFaultOutOfRange;
}

std::vector<Choice> Numbers(int least, int most, const std::optional<int>& entered) {
  std::vector<Choice> choices;
  for (int score = least; score <= most; ++score) {
    const std::string text = std::to_string(score);
    choices.push_back({text, text, entered == score});
  }
  return choices;
}

Question Csat(const SurveyForm& form) {
  Question question{"csat", kCsat, std::nullopt, "scale five named",
                    Numbers(1, static_cast<int>(kCsatTexts.size()), form.entered.csat)};
  for (std::size_t i = 0; i < kCsatTexts.size(); ++i) {
    question.choices[i].text += " " + Say(form.language, kCsatTexts[i]);
  }
  return question;
}

Question PutRight(const SurveyForm& form) {
  const auto& entered = form.entered.put_right;
  return {"put_right",
          kPutRight,
          std::nullopt,
          "scale two named",
          {{"yes", Say(form.language, kYes), entered == true},
           {"no", Say(form.language, kNo), entered == false}}};
}

std::vector<Question> QuestionsOf(const SurveyForm& form) {
  const SurveyAnswer& entered = form.entered;
  std::vector<Question> questions;
  if (form.questions.put_right) questions.push_back(PutRight(form));
  if (form.questions.csat) questions.push_back(Csat(form));
  if (form.questions.ces) {
    questions.push_back({"ces", kCes, kCesHint, "scale seven", Numbers(1, 7, entered.ces)});
  }
  if (form.questions.nps) {
    questions.push_back({"nps", kNps, kNpsHint, "scale eleven", Numbers(0, 10, entered.nps)});
  }
  return questions;
}

const SurveyFault* FaultAt(const SurveyForm& form, const std::string& field) {
  const auto found = std::find_if(form.faults.begin(), form.faults.end(),
                                  [&](const SurveyFault& fault) { return fault.field == field; });
  return found == form.faults.end() ? nullptr : &*found;
}

std::string FaultOf(const SurveyForm& form, const std::string& field) {
  const SurveyFault* fault = FaultAt(form, field);
  if (fault == nullptr) return "";
  return Tag("p", {{"class", "fault"}, {"id", field + "-fault"}},
             EscapeHtml(Say(form.language, TextOf(fault->kind))));
}

std::string RadioOf(const Question& question, const Choice& choice) {
  Attributes input = {{"type", "radio"},
                      {"name", question.name},
                      {"value", choice.value},
                      {"id", question.name + "-" + choice.value}};
  if (choice.chosen) input["checked"] = "checked";
  return Tag("label", {}, EmptyTag("input", input) + Tag("span", {}, EscapeHtml(choice.text)));
}

// Which texts beside a field belong to it, for who cannot see them.
void DescribeBy(const SurveyForm& form, const std::string& name, bool has_hint, Attributes& out) {
  std::string ids = has_hint ? name + "-hint" : "";
  if (FaultAt(form, name) != nullptr) ids += (ids.empty() ? "" : " ") + name + "-fault";
  if (!ids.empty()) out["aria-describedby"] = ids;
}

std::string FieldsetOf(const SurveyForm& form, const Question& question) {
  std::string inner = Tag("legend", {}, EscapeHtml(Say(form.language, question.title)));
  if (question.hint) {
    inner += Tag("p", {{"class", "soft"}, {"id", question.name + "-hint"}},
                 EscapeHtml(Say(form.language, *question.hint)));
  }
  inner += FaultOf(form, question.name);
  std::string radios;
  for (const Choice& choice : question.choices) radios += RadioOf(question, choice);
  Attributes attributes;
  DescribeBy(form, question.name, question.hint.has_value(), attributes);
  return Tag("fieldset", attributes, inner + Tag("div", {{"class", question.shape}}, radios));
}

std::string WordsField(const SurveyForm& form) {
  Attributes area = {{"id", "words-field"},
                     {"name", "words"},
                     {"rows", "5"},
                     {"maxlength", kWordsLengthMax},
                     {"autocomplete", "off"}};
  DescribeBy(form, "words", true, area);
  if (FaultAt(form, "words") != nullptr) area["aria-invalid"] = "true";
  // A browser drops the first line end inside, so one is put there for it.
  return Tag("div", {{"class", "words"}},
             Tag("label", {{"for", "words-field"}}, EscapeHtml(Say(form.language, kWords))) +
                 Tag("p", {{"class", "soft"}, {"id", "words-hint"}},
                     EscapeHtml(Say(form.language, kWordsHint))) +
                 FaultOf(form, "words") +
                 Tag("textarea", area, "\n" + EscapeHtml(form.entered.words)));
}

// Where a fault's link leads: to the first choice of its question.
std::string TargetOf(const std::vector<Question>& questions, const std::string& field) {
  if (field == "words") return "words-field";
  for (const Question& question : questions) {
    if (field.empty() || question.name == field) {
      return question.name + "-" + question.choices.front().value;
    }
  }
  return "words-field";
}

}  // namespace

std::string EmptyTag(const std::string& name, const Attributes& attributes) {
  std::string tag = "<" + name;
  for (const auto& [attribute, value] : attributes) {
    tag += " " + attribute + "=\"" + EscapeHtml(value) + "\"";
  }
  return tag + ">";
}

std::string Tag(const std::string& name, const Attributes& attributes, const std::string& inner) {
  return EmptyTag(name, attributes) + inner + "</" + name + ">";
}

std::string QuestionFields(const SurveyForm& form) {
  std::string fields;
  for (const Question& question : QuestionsOf(form)) fields += FieldsetOf(form, question);
  if (form.questions.words) fields += WordsField(form);
  return fields;
}

std::string FaultSummary(const SurveyForm& form) {
  if (form.faults.empty()) return "";
  const std::vector<Question> questions = QuestionsOf(form);
  std::string items;
  for (const SurveyFault& fault : form.faults) {
    items += Tag("li", {},
                 Tag("a", {{"href", "#" + TargetOf(questions, fault.field)}},
                     EscapeHtml(Say(form.language, TextOf(fault.kind)))));
  }
  return Tag("div", {{"class", "faults"}, {"role", "alert"}, {"tabindex", "-1"}, {"autofocus", ""}},
             Tag("h2", {}, EscapeHtml(Say(form.language, kFaultsTitle))) + Tag("ul", {}, items));
}

}  // namespace recourse::console
