#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>
#include <string>

#include "services/common/grpc/server.h"
#include "services/common/process/address.h"

namespace recourse {

inline constexpr std::chrono::milliseconds kDefaultCallDeadline{10'000};

// A channel that connects by itself, again after every loss (from 100 ms, at most each 2 s),
// notices a silent peer by keepalive, and never goes through a proxy. Cheap to keep, thread-safe,
// one for a peer. No TLS: these are addresses inside the house.
std::shared_ptr<grpc::Channel> MakeChannel(const Address& peer,
                                           int max_receive_bytes = kMaxStreamReceiveBytes);

// Whether it is connected within the time.
bool WaitConnected(grpc::Channel& channel, std::chrono::milliseconds patience);

// How a call of ours looks: `authorization: Bearer <key>`, a deadline from now, and what the thread
// works for (trace::Current). Every unary call has a deadline; a watch that may last takes
// kForEver.
struct CallOptions {
  std::string key;
  std::chrono::milliseconds deadline = kDefaultCallDeadline;
  // Wait for a connection until the deadline instead of failing at once with UNAVAILABLE.
  bool wait_for_ready = false;
  // False for what a clock asks over and over: nobody wants a trace of it.
  bool traced = true;
};
inline constexpr std::chrono::milliseconds kForEver = std::chrono::milliseconds::max();
void Prepare(grpc::ClientContext& context, const CallOptions& options);

}  // namespace recourse
