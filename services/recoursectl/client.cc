#include "services/recoursectl/client.h"

#include <google/protobuf/util/json_util.h>
#include <openssl/rand.h>

#include <cstdio>
#include <ctime>

#include "services/common/core/check.h"
#include "services/common/core/uuid.h"
#include "services/common/grpc/status.h"

namespace recourse::ctl {
namespace {

// A service that says it is ready may still be binding its port.
constexpr std::chrono::milliseconds kConnectPatience{5'000};

}  // namespace

StatusOr<Peer> Connect(const Context& context, const std::string& address_name,
                       Waiting waiting) {
  auto endpoint = context.Endpoint(address_name);
  if (!endpoint.ok()) return endpoint.status();
  auto address = ParseAddress(*endpoint);
  if (!address.ok()) return address.status();
  auto key = context.Key();
  if (!key.ok()) return key.status();
  Peer peer{MakeChannel(*address), *std::move(key)};
  if (waiting == Waiting::kLater || WaitConnected(*peer.channel, kConnectPatience)) return peer;
  return absl::UnavailableError("nobody answers at " + *endpoint +
                                ": deploy/local/status shows what runs");
}

Status StatusOf(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  std::string message = status.error_message();
  if (const auto refusal = RefusalOf(status)) message = refusal->slug + ": " + message;
  if (message.empty()) message = "failed without a word";
  return Status(static_cast<StatusCode>(status.error_code()), message);
}

void PrintJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  RECOURSE_CHECK(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
  std::printf("%s\n", text.c_str());
}

std::string NewRequestId() {
  Uuid uuid;
  RECOURSE_CHECK(RAND_bytes(uuid.bytes.data(), static_cast<int>(uuid.bytes.size())) == 1);
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x40);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return ToString(uuid);
}

std::string TimeText(bool present, std::int64_t seconds, std::int32_t nanos) {
  if (!present) return "-";
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char day[32], text[48];
  std::strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text, sizeof(text), "%s.%03dZ", day, nanos / 1'000'000);
  return text;
}

}  // namespace recourse::ctl
