#pragma once

#include <cstdint>
#include <span>

#include "services/classify/domain/model/format.h"
#include "services/classify/domain/model/vocabulary.h"

namespace recourse::classify {

// sums[label] += value * scale * weight over all hits, for every label at once. `sums` has `stride`
// numbers, a multiple of kLane; every hit's row is there. Each label adds its hits in their order
// and nothing is contracted, so every machine gets the same bits, whatever its vectors.
void Accumulate(std::span<const Hit> hits, std::span<const Row> rows,
                std::span<const std::int8_t> weights, std::uint32_t stride, std::span<float> sums);

}  // namespace recourse::classify
