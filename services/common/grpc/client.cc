#include "services/common/grpc/client.h"

#include <grpc/grpc.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "services/common/access/key.h"
#include "services/common/trace/span.h"

namespace recourse {
namespace {

constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveAnswerMs = 10'000;
constexpr int kFirstReconnectMs = 100;
constexpr int kMaxReconnectMs = 2'000;

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const Address& peer, int max_receive_bytes) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(max_receive_bytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveAnswerMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Channels of one process must not share a connection: the limit of streams is a connection's.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(peer.Text(), grpc::InsecureChannelCredentials(), arguments);
}

bool WaitConnected(grpc::Channel& channel, std::chrono::milliseconds patience) {
  return channel.WaitForConnected(std::chrono::system_clock::now() + patience);
}

void Prepare(grpc::ClientContext& context, const CallOptions& options) {
  // A longer key is none of ours, and headers above a server's limit would end a connection that
  // other calls are on: the server says to a call without a key what is to be said.
  if (!options.key.empty() && options.key.size() <= kMaxKeyBytes) {
    context.AddMetadata("authorization", "Bearer " + options.key);
  }
  if (options.deadline != kForEver) {
    context.set_deadline(std::chrono::system_clock::now() + options.deadline);
  }
  context.set_wait_for_ready(options.wait_for_ready);
  if (!trace::Enabled()) return;
  const trace::SpanContext span = options.traced ? trace::Current() : trace::Unsampled();
  if (span.valid()) context.AddMetadata(trace::kTraceparent, trace::FormatTraceparent(span));
}

}  // namespace recourse
