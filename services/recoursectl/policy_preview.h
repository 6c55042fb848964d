#pragma once

#include <string>

#include "services/recoursectl/context.h"

namespace recourse::ctl {

// What a preview asks for; 0 leaves it to the service.
struct PreviewWish {
  int days = 0;
  int feedback_max = 0;
};

// Asks classify what a document of rules would make of feedback of the last days, and prints it.
// Returns the exit status.
int PreviewRulesOf(const Context& context, const std::string& document, const PreviewWish& wish);

}  // namespace recourse::ctl
