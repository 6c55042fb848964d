#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {

Status RefusedAt(const std::string& file, int line, const std::string& what) {
  const std::string place = line == 0 ? file : file + ":" + std::to_string(line);
  return absl::InvalidArgumentError(place + ": " + what);
}

}  // namespace recourse::ctl::calendar
