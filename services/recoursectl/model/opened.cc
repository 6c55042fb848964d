#include "services/recoursectl/model/opened.h"

#include "services/classify/domain/model/model.h"
#include "services/recoursectl/model/aligned.h"

namespace recourse::ctl::model {
namespace {

classify::DraftHead HeadOf(const classify::Model& model, const classify::Head& head) {
  classify::DraftHead made{
      std::string(head.name), head.temperature, head.calibrated, {}, head.shift};
  for (const classify::Label& label : model.LabelsOf(head)) {
    made.labels.push_back({std::string(label.name), label.offset, label.threshold, 0});
  }
  return made;
}

}  // namespace

StatusOr<Opened> OpenHeads(const Manifest& manifest, const std::string& bytes) {
  const auto memory = Aligned(bytes);
  const auto model = classify::Model::Open({memory.get(), bytes.size()}, memory);
  if (!model.ok()) return model.status();
  Opened opened;
  opened.features = (*model)->rows_of_features() + (*model)->rows_of_meaning();
  opened.encoder = (*model)->encoder();
  for (const classify::Head& head : (*model)->heads()) {
    opened.heads.push_back(HeadOf(**model, head));
    auto& names = opened.labels.emplace_back();
    for (const auto& label : opened.heads.back().labels) names.push_back(label.name);
  }
  bool same = opened.heads.size() == manifest.heads.size();
  for (std::size_t i = 0; same && i < opened.heads.size(); ++i) {
    same = opened.heads[i].name == manifest.heads[i].name;
  }
  if (same) return opened;
  return absl::InvalidArgumentError("the model has other heads than the manifest: train it again");
}

}  // namespace recourse::ctl::model
