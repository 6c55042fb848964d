#pragma once

#include <vector>

#include "services/common/core/named.h"

namespace recourse::classify {

using Category = Named<struct CategoryTag>;
using ModelVersion = Named<struct ModelVersionTag>;

// What nobody could place. Every taxonomy has it.
inline Category OtherCategory() { return Category("other"); }

struct CategoryScore {
  Category category;
  double probability = 0;
  friend bool operator==(const CategoryScore&, const CategoryScore&) = default;
};

// What a model makes of a text, the likeliest first; empty where it knows nothing. Carried by the
// event, so that the same event is decided the same way whatever model runs by then.
struct Scores {
  std::vector<CategoryScore> categories{};
  ModelVersion model_version{"none"};
  friend bool operator==(const Scores&, const Scores&) = default;
};

}  // namespace recourse::classify
