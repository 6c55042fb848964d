#pragma once

#include <string_view>

namespace recourse {

// Whether a reader would see nothing: white space of any kind, U+3000, no-break spaces, Hangul
// fillers (U+115F, U+1160, U+3164, U+FFA0), the empty Braille pattern, zero-width and other
// invisible characters, controls. Of valid UTF-8; the empty text is blank.
bool IsBlank(std::string_view text);

}  // namespace recourse
