#pragma once

#include <string_view>

#include "services/classify/domain/classification.h"

namespace recourse::classify {

// By counting scripts: Latin words count as English, Han characters as Chinese. A name or a
// borrowed word ("APP", "ATM") in the other script does not make a text bilingual.
Language LanguageOf(std::u32string_view folded);

}  // namespace recourse::classify
