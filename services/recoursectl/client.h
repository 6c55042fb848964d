#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>

#include "services/common/grpc/client.h"
#include "services/recoursectl/context.h"

namespace recourse::ctl {

// A peer to call: its channel and the key to call it with.
struct Peer {
  std::shared_ptr<grpc::Channel> channel;
  std::string key;
};
// Waits a few seconds for the connection, then UNAVAILABLE with what to do; kLater leaves the
// waiting to the call.
enum class Waiting { kNow, kLater };
StatusOr<Peer> Connect(const Context& context, const std::string& address_name,
                       Waiting waiting = Waiting::kNow);

// OK, or the sentence of the server with the slug of a refusal before it.
Status StatusOf(const grpc::Status& status);

// One unary call with a deadline.
template <typename Stub, typename Request, typename Response>
Status Call(const Peer& peer, Stub& stub,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const Request& request, Response& response) {
  grpc::ClientContext context;
  Prepare(context, {peer.key});
  return StatusOf((stub.*method)(&context, request, &response));
}

// One line of JSON, field names as in the contract.
void PrintJson(const google::protobuf::Message& message);

// A random UUID: the id of a request that is made here, before its first try.
std::string NewRequestId();

// 2026-03-03T02:00:00.000Z, or `-` where it is absent.
std::string TimeText(bool present, std::int64_t seconds, std::int32_t nanos);

}  // namespace recourse::ctl
