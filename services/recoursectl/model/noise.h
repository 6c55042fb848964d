#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/vocabulary.h"

namespace recourse::ctl::model {

// Beside each text, copies of it are learned from in which something is missing by chance, so that
// no label hangs on a single word (van der Maaten and others, 2013).
struct Noise {
  std::uint32_t copies = 0;
  double words = 0;     // share of words and ideographs that a copy lacks
  double features = 0;  // and of its features after that
};

// Chance from a seed, the same on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  // True so often.
  bool Of(double share) { return static_cast<double>(random_() >> 11U) * 0x1.0p-53 < share; }

 private:
  std::mt19937_64 random_;
};

// The text with a blank in place of each word that is left out.
std::u32string WithoutSome(std::u32string_view folded, double share, Chance& chance);

// Leaves hits out; those that stay are together as long as all were. One at least stays.
void LeaveSomeOut(std::vector<classify::Hit>& hits, double share, Chance& chance);

}  // namespace recourse::ctl::model
