#pragma once

#include <memory>
#include <string>

#include "recourse/ingest/v1/credential_service.grpc.pb.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/upstream.h"

namespace recourse::console {

// /v1/keys: by which machines are let in. ingest makes them and takes them back.
class KeyRoutes {
 public:
  explicit KeyRoutes(const Address& ingest)
      : stub_(ingest::v1::CredentialService::NewStub(MakeChannel(ingest))) {}

  void List(const Ask& ask);
  // {"role", "name", "scope", "expire_time"}: the key is shown in this answer and never again.
  void Create(const Ask& ask);
  void Revoke(const Ask& ask);

 private:
  const std::unique_ptr<ingest::v1::CredentialService::Stub> stub_;
};

}  // namespace recourse::console
