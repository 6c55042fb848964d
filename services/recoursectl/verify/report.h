#pragma once

#include <string>
#include <vector>

#include "services/common/core/time.h"
#include "services/recoursectl/verify/check.h"

namespace recourse::ctl::verify {

struct Report {
  Timestamp cut_time;
  std::string waited;  // a sentence on what was waited for
  double seconds = 0;    // of reading and judging
  std::vector<Check> checks;
  bool ok() const;
};

// One JSON object; or a table and the examples, for people.
std::string JsonText(const Report& report);
std::string TableText(const Report& report);

}  // namespace recourse::ctl::verify
