#include "services/common/runtime/crash.h"

#include <cstdlib>

#include "services/common/process/log.h"

namespace recourse {

void CrashUnlessHealing(const Status& status, std::string_view what) {
  if (DispositionOf(status.code()) == Disposition::kRetry) return;
  Log(LogLevel::kError, "the process ends: its surroundings are broken",
      {{"what", what}, {"error", status.ToString()}});
  std::_Exit(kExitBroken);
}

}  // namespace recourse
