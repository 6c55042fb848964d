#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::ctl::model {

// One figure of one head in two cards; of a card that does not tell it, `has_` is false.
struct Compared {
  std::string on;  // measured on what
  std::string head;
  std::string figure;
  bool has_before = false;
  bool has_after = false;
  double before = 0;
  double after = 0;
};

// What two cards (CardJson) tell of the same measurements of the same heads, in the order of the
// first card, then what only the second tells. INVALID_ARGUMENT where a text is no card.
StatusOr<std::vector<Compared>> CompareCards(std::string_view before, std::string_view after);

// The version that a card is of.
StatusOr<std::string> VersionOfCard(std::string_view card);

}  // namespace recourse::ctl::model
