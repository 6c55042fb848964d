#pragma once

#include <string>

namespace recourse::ingest {

// What a person may see of a contact point to recognise it, and not enough to use it.
// 13800130017 -> 138****0017: three digits and the last four; of a shorter one the last two alone.
// Nothing of an empty one.
std::string MaskPhone(const std::string& phone);
// lily@example.com -> l***@example.com: the first letter and the house; *** where there is no @.
std::string MaskEmail(const std::string& email);

}  // namespace recourse::ingest
