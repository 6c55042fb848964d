#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/encoder/sentence_encoder.h"
#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

using Encoder = std::shared_ptr<const encoder::SentenceEncoder>;

// The encoder that the manifest asks for, from its folder; nullptr where it asks for none.
// INVALID_ARGUMENT where it asks for one and no folder was named.
StatusOr<Encoder> EncoderFor(const Manifest& manifest, const std::string& folder);

// Fills in the points of all rows; nothing for a nullptr.
void AddPoints(const Encoder& encoder, std::vector<Example>& rows);

}  // namespace recourse::ctl::model
