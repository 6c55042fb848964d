#include "services/common/grpc/status.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include "services/common/process/log.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

constexpr const char* kDomain = "recourse";

// A message travels in a header: it must be UTF-8 and small.
std::string Fitting(std::string_view text) {
  return std::string(ClipUtf8(MendUtf8(text), kMaxStatusMessageBytes));
}

// What a database or a network said is for the log: it may name tables, hosts and values.
bool IsOfStore(std::string_view message) {
  return message.starts_with("postgresql") || message.starts_with("kafka") ||
         message.starts_with("redis");
}

}  // namespace

grpc::Status ToGrpc(const Status& status) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  const std::string_view message(status.message().data(), status.message().size());
  if (IsOfStore(message)) {
    Log(LogLevel::kWarning, "a store failed a call", {{"error", message}});
    return {static_cast<grpc::StatusCode>(status.code()),
            "a store did not take it; the same call is safe to repeat"};
  }
  return {static_cast<grpc::StatusCode>(status.code()), Fitting(message)};
}

Status FromGrpc(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

grpc::Status ToGrpc(const Refusal& refusal, grpc::StatusCode code, const std::string& sentence) {
  google::rpc::ErrorInfo info;
  info.set_reason(MendUtf8(refusal.slug));
  info.set_domain(kDomain);
  for (const auto& [name, value] : refusal.parameters) {
    (*info.mutable_metadata())[MendUtf8(name)] = Fitting(value);
  }
  google::rpc::Status details;
  details.set_code(code);
  details.set_message(Fitting(sentence));
  details.add_details()->PackFrom(info);
  return {code, details.message(), details.SerializeAsString()};
}

grpc::Status ToGrpc(const Refusal& refusal) {
  return ToGrpc(refusal, grpc::StatusCode::FAILED_PRECONDITION, "refused: " + refusal.slug);
}

std::optional<Refusal> RefusalOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) {
    return std::nullopt;
  }
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info) && info.domain() == kDomain) {
      return Refusal{info.reason(), {info.metadata().begin(), info.metadata().end()}};
    }
  }
  return std::nullopt;
}

}  // namespace recourse
