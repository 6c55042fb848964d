#pragma once

#include <string>
#include <vector>

#include "services/classify/domain/model/encode.h"
#include "services/common/core/status.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// What is read of a trained model to judge its answers.
struct Opened {
  std::vector<classify::DraftHead> heads;
  std::vector<std::vector<std::string>> labels;  // by head
  std::size_t features = 0;
  std::string encoder;  // the release that it wants; empty for none
};

// The heads of a model; INVALID_ARGUMENT where they are not those of the manifest.
StatusOr<Opened> OpenHeads(const Manifest& manifest, const std::string& bytes);

}  // namespace recourse::ctl::model
