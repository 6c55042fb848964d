#pragma once

#include <cstdint>
#include <vector>

#include "services/classify/domain/model/vocabulary.h"
#include "services/common/core/status.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {

// A text as numbers.
struct Point {
  std::vector<classify::Hit> hits;
  std::uint32_t label = 0;
};

// A linear function a label.
struct Separators {
  std::vector<float> weights;     // rows x labels
  std::vector<float> intercepts;  // one a label
};

// What all fittings of a head find, added up. Trained by LIBLINEAR; the same points and settings
// give the same bits. A label that no point has gets what is never chosen. INVALID_ARGUMENT where
// the points have fewer than two labels.
StatusOr<Separators> Separate(const std::vector<Point>& points, std::uint32_t labels,
                              std::uint32_t rows, const HeadSettings& settings, std::uint32_t seed);

}  // namespace recourse::ctl::model
