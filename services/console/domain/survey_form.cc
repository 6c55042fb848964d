#include "services/console/domain/survey_form.h"

#include <charconv>

namespace recourse::console {
namespace {

using Kind = SurveyFault::Kind;

constexpr const char* kYes = "yes";
constexpr const char* kNo = "no";

// Takes the fields of one form, and what is wrong with them.
class FormReader {
 public:
  FormReader(const FormFields& fields, ReadAnswer& read) : fields_(fields), read_(read) {}

  void Score(const char* name, int least, int most, std::optional<int>& out) {
    const std::string& text = Take(name);
    if (text.empty()) return;
    int score = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, score);
    if (error != std::errc() || stopped != end || score < least || score > most) {
      return Fault(name, Kind::kOutOfRange);
    }
    out = score;
  }
  void YesOrNo(const char* name, std::optional<bool>& out) {
    const std::string& text = Take(name);
    if (text.empty()) return;
    if (text != kYes && text != kNo) return Fault(name, Kind::kOutOfRange);
    out = text == kYes;
  }
  void Words(const char* name, std::string& out) {
    for (const char letter : Take(name)) {
      if (letter != '\r') out += letter;
    }
    if (out.size() > kSurveyWordsBytesMax) Fault(name, Kind::kTooLong);
  }
  bool TookAll() const { return taken_ == fields_.size(); }

 private:
  const std::string& Take(const char* name) {
    static const std::string nothing;
    const auto found = fields_.find(name);
    if (found == fields_.end()) return nothing;
    ++taken_;
    return found->second;
  }
  void Fault(const char* name, Kind kind) { read_.faults.push_back({name, kind}); }

  const FormFields& fields_;
  ReadAnswer& read_;
  std::size_t taken_ = 0;
};

std::string Text(const std::optional<int>& score) { return score ? std::to_string(*score) : ""; }

}  // namespace

ReadAnswer ReadSurveyAnswer(const FormFields& fields) {
  ReadAnswer read;
  FormReader reader(fields, read);
  reader.Score("csat", 1, 5, read.answer.csat);
  reader.Score("nps", 0, 10, read.answer.nps);
  reader.Score("ces", 1, 7, read.answer.ces);
  reader.YesOrNo("put_right", read.answer.put_right);
  reader.Words("words", read.answer.words);
  read.foreign = !reader.TookAll();
  return read;
}

FormFields FieldsOf(const SurveyAnswer& answer) {
  FormFields fields = {{"csat", Text(answer.csat)},
                       {"nps", Text(answer.nps)},
                       {"ces", Text(answer.ces)},
                       {"words", answer.words}};
  if (answer.put_right) fields["put_right"] = *answer.put_right ? kYes : kNo;
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  return fields;
}

// Lengths go before the values, so that no two answers give one text.
std::string TextOf(const SurveyAnswer& answer) {
  std::string text;
  for (const auto& [name, value] : FieldsOf(answer)) {
    text += name + "=" + std::to_string(value.size()) + ":" + value + ";";
  }
  return text;
}

}  // namespace recourse::console
