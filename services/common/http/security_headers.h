#pragma once

#include <string>
#include <utility>
#include <vector>

namespace recourse {

// What every response carries besides its own headers. The pages load scripts, styles, pictures and
// data from their own origin and nowhere else, and stand in no frame.
const std::vector<std::pair<std::string, std::string>>& SecurityHeaders();

}  // namespace recourse
