#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/classify/domain/model/format.h"
#include "services/common/core/status.h"

namespace recourse::classify {

// A model before it is bytes: what training found.
struct DraftLabel {
  std::string name;
  float offset = 0;
  float threshold = 0;
  float intercept = 0;
};
struct DraftHead {
  std::string name;
  float temperature = 1;
  bool calibrated = false;
  std::vector<DraftLabel> labels;
  float shift = kNoShift;
};
struct DraftModel {
  std::string name;
  std::string licence_class;
  FeatureShape shape;
  float block_weight[kBlocks] = {1, 1};
  std::string encoder;  // empty: none, and no rows of meaning
  float meaning_weight = 0;
  std::uint32_t rows_of_meaning = 0;
  std::uint32_t rows_of_spelling = 0;  // the last ones; as many words are the first rows
  std::vector<DraftHead> heads;
  std::vector<Slot> slots;     // from MakeSlots
  std::vector<float> idf;      // one a row
  std::vector<float> weights;  // rows x labels of all heads, in their order
};

// The table in which FindRow finds each of these hashes under its place in the list. Two with the
// same tag and home keep the first.
std::vector<Slot> MakeSlots(const std::vector<std::uint64_t>& hashes);

// The bytes that Model::Open reads; weights become one byte each with a scale a row. The same draft
// gives the same bytes. INVALID_ARGUMENT names what is beyond a limit of format.h.
StatusOr<std::string> Encode(const DraftModel& draft);

}  // namespace recourse::classify
