#include "services/common/runtime/end_process.h"

#include <cstdlib>
#include <string>

#include "services/common/process/log.h"

namespace recourse {

void EndProcess(const Status& status) {
  Log(LogLevel::kError, "the process ends, for trying again would not help",
      {{"status", status.ToString()}});
  std::_Exit(kEndedExitCode);
}

}  // namespace recourse
