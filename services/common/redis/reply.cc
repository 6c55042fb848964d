#include "services/common/redis/reply.h"

#include <array>
#include <string_view>
#include <utility>

namespace recourse {
namespace {

// By the first word, which is how Redis names its errors.
constexpr std::array kClasses = {
    std::pair<std::string_view, StatusCode>{"LOADING", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"BUSY", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"TRYAGAIN", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"READONLY", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"MASTERDOWN", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"CLUSTERDOWN", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"MISCONF", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"NOREPLICAS", StatusCode::kUnavailable},
    std::pair<std::string_view, StatusCode>{"OOM", StatusCode::kResourceExhausted},
    std::pair<std::string_view, StatusCode>{"NOAUTH", StatusCode::kUnauthenticated},
    std::pair<std::string_view, StatusCode>{"WRONGPASS", StatusCode::kUnauthenticated},
    std::pair<std::string_view, StatusCode>{"NOPERM", StatusCode::kPermissionDenied},
    std::pair<std::string_view, StatusCode>{"WRONGTYPE", StatusCode::kFailedPrecondition},
};

StatusCode ClassOf(std::string_view text) {
  if (text.find("Function not found") != std::string_view::npos) return StatusCode::kNotFound;
  if (text.find("max number of clients") != std::string_view::npos) {
    return StatusCode::kUnavailable;
  }
  const std::string_view word = text.substr(0, text.find(' '));
  for (const auto& [name, code] : kClasses) {
    if (word == name) return code;
  }
  return StatusCode::kInternal;
}

}  // namespace

Status StatusOfRedisError(const std::string& text) {
  return Status(ClassOf(text), "Redis refused: " + text);
}

Status StatusOf(const RedisReply& reply) {
  if (reply.kind == RedisReply::Kind::kError) return StatusOfRedisError(reply.text);
  for (const RedisReply& element : reply.elements) {
    if (Status status = StatusOf(element); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace recourse
