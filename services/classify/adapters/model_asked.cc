#include "services/classify/adapters/model_asked.h"

#include <algorithm>
#include <utility>

#include "services/classify/adapters/model_words.h"
#include "services/classify/domain/model/tipping.h"
#include "services/common/core/check.h"
#include "services/common/text/disguise.h"

namespace recourse::classify {
namespace {

// The folded words that came from this part of the text as sent; origins ascend.
std::u32string TermOf(const FoldedText& text, const Span& span) {
  const auto first = std::lower_bound(
      text.origin.begin(), text.origin.end(), span.begin,
      [](const Span& origin, std::uint32_t begin) { return origin.begin < begin; });
  std::u32string term;
  for (auto at = first; at != text.origin.end() && at->begin < span.end; ++at) {
    term += text.folded[static_cast<std::size_t>(at - text.origin.begin())];
  }
  return term;
}

}  // namespace

void FoldForModel(std::string_view text, ModelWork& work) {
  RECOURSE_CHECK(FoldDisguised(text, work.folded).ok());  // whoever took the text has checked it
  work.text.folded.assign(work.folded.text);
  work.text.origin.clear();
  for (const CodePointRange& range : work.folded.origin) {
    work.text.origin.push_back({range.begin, range.end});
  }
}

AskedModel::AskedModel(NamedModel named) : named_(std::move(named)) {
  for (const Head& head : named_.model->heads()) {
    const auto output = OutputNamed(head.name);
    RECOURSE_CHECK(output.has_value());
    heads_.emplace_back(*output, &head);
    std::vector<std::string> labels;
    for (const Label& label : named_.model->LabelsOf(head)) labels.emplace_back(label.name);
    counters_.emplace_back(*output, labels);
  }
}

bool AskedModel::Answers(Output output) const {
  return std::any_of(heads_.begin(), heads_.end(),
                     [&](const auto& head) { return head.first == output; });
}

std::vector<AskedModel::Said> AskedModel::Ask(ModelWork& work, std::span<const float> point) const {
  const Model& model = *named_.model;
  const auto sums = Score(model, work.text.folded, point, work.scratch);
  std::vector<Said> said;
  for (const auto& [output, head] : heads_) {
    Probabilities(model, *head, sums, work.probabilities);
    said.push_back({output, head, AnswerOf(model, *head, work.probabilities)});
  }
  const bool complaint = std::all_of(said.begin(), said.end(), [&](const Said& each) {
    return each.output != Output::kType ||
           FeedbackTypeNamed(LabelOf(each)) == FeedbackType::kComplaint;
  });
  if (!complaint) {
    std::erase_if(said, [](const Said& each) { return each.output == Output::kSeverity; });
  }
  return said;
}

std::string_view AskedModel::LabelOf(const Said& said) const {
  return WordOfLabel(said.output, named_.model->LabelsOf(*said.head)[said.answer.label].name);
}

Estimate AskedModel::EstimateOf(const Said& said, ModelWork& work) const {
  Estimate estimate{said.output,
                    std::string(LabelOf(said)),
                    static_cast<double>(said.answer.probability),
                    said.head->calibrated,
                    said.answer.abstained,
                    {}};
  const std::uint32_t label = said.head->first_label + said.answer.label;
  for (const Tipping& word :
       FindTipping(*named_.model, work.text, label, kEstimateEvidenceMax, work.scratch)) {
    estimate.evidence.push_back({word.span, TermOf(work.text, word.span)});
  }
  return estimate;
}

void AskedModel::Count(const Said& said) const {
  const auto index = static_cast<std::size_t>(said.head - named_.model->heads().data());
  counters_[index].Count(said.answer);
}

}  // namespace recourse::classify
