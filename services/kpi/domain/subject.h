#pragma once

#include <string>

#include "services/common/core/uuid.h"

namespace recourse::kpi {

// Whom a count is of: a ticket, or a piece of feedback that made none.
struct Subject {
  Uuid id{};             // zero where the fact names nobody
  std::string number{};  // as spoken: 26-004217; empty of feedback
  friend bool operator==(const Subject&, const Subject&) = default;
};

}  // namespace recourse::kpi
