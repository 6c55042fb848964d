#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/process/address.h"
#include "services/common/process/readiness.h"
#include "services/common/process/secret.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace recourse {

// A policy document may have 1 MiB; the rest is for what is around it.
inline constexpr int kMaxReceiveBytes = 1'114'112;
// For ingest's stream: 512 pieces of feedback a frame, most of them far below 64 KiB.
inline constexpr int kMaxStreamReceiveBytes = 8'388'608;
// More fails the call, and may end its connection.
inline constexpr int kMaxGrpcMetadataBytes = 8'192;
// Of one connection: bounds what a storm of resets can start (CVE-2023-44487).
inline constexpr int kMaxConcurrentStreams = 100;
inline constexpr std::chrono::seconds kHandshakeTimeout{10};
inline constexpr std::chrono::minutes kMaxConnectionAge{30};

struct GrpcServerOptions {
  Address listen;
  bool reflection = false;
  int max_receive_bytes = kMaxReceiveBytes;
  // For the second wall: no answer leaves for a caller whose key does not allow the method, even
  // where a handler forgot its guard.
  Secret key_secret;
};

// A server of callback services with health (`grpc.health.v1`: "" is SERVING while the process
// runs, each service by its name while it is ready), reflection where switched on, and the limits
// above. The services and `readiness` outlive it.
class GrpcServer {
 public:
  // Unavailable when the address cannot be bound.
  static StatusOr<std::unique_ptr<GrpcServer>> Start(const GrpcServerOptions& options,
                                                     const std::vector<grpc::Service*>& services,
                                                     Readiness& readiness);
  // Stops at once if Stop was not called.
  ~GrpcServer();
  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;

  // The port that was bound: of use when port 0 was asked for.
  int port() const { return port_; }

  // Says NOT_SERVING, takes no new calls, lets those in hand finish until `deadline` has passed,
  // and cancels the rest. Streams that serve for ever should be ended by their service before.
  // Returns when no call is left; call once.
  void Stop(std::chrono::milliseconds deadline);

 private:
  class Health;

  GrpcServer();

  std::shared_ptr<Health> health_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace recourse
