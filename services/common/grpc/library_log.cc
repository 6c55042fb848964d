#include "services/common/grpc/library_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <string>

#include "services/common/process/log.h"

namespace recourse {
namespace {

// An error to a library is often a caller's bad bytes, so for us it is a warning at most.
LogLevel LevelOf(gpr_log_severity severity) {
  return severity == GPR_LOG_SEVERITY_ERROR ? LogLevel::kWarning : LogLevel::kDebug;
}

LogLevel LevelOf(google::protobuf::LogLevel level) {
  return level >= google::protobuf::LOGLEVEL_WARNING ? LogLevel::kWarning : LogLevel::kDebug;
}

void SayForGrpc(gpr_log_func_args* said) {
  Log(LevelOf(said->severity), "a library says",
      {{"library", "grpc"}, {"file", said->file}, {"line", said->line}, {"text", said->message}});
}

void SayForProtobuf(google::protobuf::LogLevel level, const char* file, int line,
                    const std::string& text) {
  Log(LevelOf(level), "a library says",
      {{"library", "protobuf"}, {"file", file}, {"line", line}, {"text", text}});
}

}  // namespace

void RouteLibraryLogs() {
  gpr_set_log_function(&SayForGrpc);
  google::protobuf::SetLogHandler(&SayForProtobuf);
}

}  // namespace recourse
