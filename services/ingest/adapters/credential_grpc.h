#pragma once

#include "recourse/ingest/v1/credential_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/common/process/secret.h"
#include "services/ingest/adapters/credential_store.h"

namespace recourse::ingest {

// Keys are made, shown, taken back, and told to every service which were. Refuses with
// `role-unknown`, `key-id-malformed`, `note-too-long`, `page-size` and `keys-too-many`.
// Thread-safe.
class CredentialGrpc final : public v1::CredentialService::CallbackService {
 public:
  static constexpr int kPageSize = 100;
  static constexpr int kPageSizeMax = 1'000;

  CredentialGrpc(Calls& calls, CredentialStore& store, Secret key_secret)
      : calls_(calls), store_(store), key_secret_(std::move(key_secret)) {}

  grpc::ServerUnaryReactor* CreateKey(grpc::CallbackServerContext* context,
                                      const v1::CreateKeyRequest* request,
                                      v1::CreateKeyResponse* response) override;
  grpc::ServerUnaryReactor* ListKeys(grpc::CallbackServerContext* context,
                                     const v1::ListKeysRequest* request,
                                     v1::ListKeysResponse* response) override;
  grpc::ServerUnaryReactor* RevokeKey(grpc::CallbackServerContext* context,
                                      const v1::RevokeKeyRequest* request,
                                      v1::RevokeKeyResponse* response) override;
  grpc::ServerUnaryReactor* ListRevokedKeys(grpc::CallbackServerContext* context,
                                            const v1::ListRevokedKeysRequest* request,
                                            v1::ListRevokedKeysResponse* response) override;

 private:
  grpc::Status Create(const Call& call, const v1::CreateKeyRequest& in, v1::CreateKeyResponse& out);
  grpc::Status List(const v1::ListKeysRequest& in, v1::ListKeysResponse& out);
  grpc::Status Revoke(const Call& call, const v1::RevokeKeyRequest& in, v1::RevokeKeyResponse& out);
  grpc::Status ListRevoked(const v1::ListRevokedKeysRequest& in, v1::ListRevokedKeysResponse& out);

  Calls& calls_;
  CredentialStore& store_;
  const Secret key_secret_;
};

}  // namespace recourse::ingest
