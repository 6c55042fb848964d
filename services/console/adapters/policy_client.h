#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "services/console/adapters/upstream.h"
#include "services/console/config.h"

namespace recourse::console {

// The services that obey policies, each asked for its own kinds. Thread-safe.
class PolicyClient {
 public:
  using Stub = policy::v1::PolicyService::Stub;
  using AsyncStub = policy::v1::PolicyService::StubInterface::async_interface;

  explicit PolicyClient(const Peers& peers)
      : routing_(policy::v1::PolicyService::NewStub(MakeChannel(peers.routing))),
        classify_(policy::v1::PolicyService::NewStub(MakeChannel(peers.classify))),
        followup_(policy::v1::PolicyService::NewStub(MakeChannel(peers.followup))) {}

  // Whose a kind is. A kind that nobody has is routing's to refuse.
  Stub& OwnerOf(const std::string& kind) const;

  template <typename Request, typename Response>
  using Method = void (AsyncStub::*)(grpc::ClientContext*, const Request*, Response*,
                                     std::function<void(grpc::Status)>);
  template <typename Request, typename Response, typename ToJson>
  void Ask(const std::string& key, Method<Request, Response> method, Request request,
           ToJson to_json, OnAnswer on_answer) {
    Stub& stub = OwnerOf(request.kind());
    AskPeer<Response>(
        {key, kPeerDeadline}, std::move(request),
        [&stub, method](auto* context, auto* in, auto* out, auto done) {
          (stub.async()->*method)(context, in, out, std::move(done));
        },
        std::move(to_json), std::move(on_answer));
  }

  // Both block, for worker threads. The active version of every kind, of all services.
  StatusOr<std::vector<policy::v1::Policy>> ListActive(const std::string& key) const;
  StatusOr<policy::v1::Policy> GetActive(const std::string& key, const std::string& kind) const;

 private:
  const std::unique_ptr<Stub> routing_;
  const std::unique_ptr<Stub> classify_;
  const std::unique_ptr<Stub> followup_;
};

}  // namespace recourse::console
