#include "services/ingest/adapters/credential_grpc.h"

#include <openssl/sha.h>

#include <algorithm>

#include "services/common/access/key.h"
#include "services/common/access/revoked_keys.h"
#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/ingest/adapters/feedback_codec.h"

namespace recourse::ingest {
namespace {

constexpr std::size_t kNoteBytesMax = 1'000;

std::string HashOf(const std::string& key) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

grpc::Status Refused(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

void Write(const KeptKey& in, v1::Key& out) {
  out.set_key_id(in.caller.id);
  out.set_name(in.caller.name);
  out.set_scope(in.caller.scope);
  // Of a key that was signed without a server only the id is known here.
  if (!in.caller.name.empty()) out.set_role(std::string(RoleName(in.caller.role)));
  if (in.expire_time) *out.mutable_expire_time() = ToProto(*in.expire_time);
  *out.mutable_recorded_time() = ToProto(in.recorded_time);
  out.set_actor_name(in.actor_name);
  if (in.revoked_time) *out.mutable_revoked_time() = ToProto(*in.revoked_time);
  out.set_revoked_by_name(in.revoked_by_name);
  out.set_revoked_note(in.revoked_note);
}

}  // namespace

grpc::Status CredentialGrpc::Create(const Call& call, const v1::CreateKeyRequest& in,
                                    v1::CreateKeyResponse& out) {
  const auto role = ParseRole(in.role());
  if (!role) {
    return Refused("role-unknown",
                   "role must be ingest, agent, branch_manager, operations, quality, dispatcher, "
                   "administrator or auditor");
  }
  std::optional<Timestamp> expire_time;
  if (in.has_expire_time()) expire_time = Timestamp(Duration(in.expire_time().seconds() * 1000));
  const Caller caller{NewKeyId(), *role, in.scope(), in.name()};
  const auto key = MintKey(key_secret_, caller, expire_time);
  if (!key.ok()) return ToGrpc(key.status());
  const Status kept = store_.Keep(caller, HashOf(*key), expire_time, call.caller);
  if (!kept.ok()) return ToGrpc(kept);
  Log(LogLevel::kInfo, "a key was made", {{"key_id", caller.id}, {"actor_id", call.caller.id}});
  out.set_key_id(caller.id);
  out.set_key(*key);
  return grpc::Status::OK;
}

grpc::Status CredentialGrpc::List(const v1::ListKeysRequest& in, v1::ListKeysResponse& out) {
  if (in.page_size() < 0 || in.page_size() > kPageSizeMax ||
      (!in.page_token().empty() && !IsKeyId(in.page_token()))) {
    return Refused("page-size",
                   "page_size is 1 to 1,000, or 0 for 100, and page_token what the "
                   "last answer gave");
  }
  const int size = in.page_size() == 0 ? kPageSize : in.page_size();
  const auto keys = store_.List(in.page_token(), size);
  if (!keys.ok()) return ToGrpc(keys.status());
  for (const KeptKey& key : *keys) Write(key, *out.add_keys());
  if (static_cast<int>(keys->size()) == size) out.set_next_page_token(keys->back().caller.id);
  return grpc::Status::OK;
}

grpc::Status CredentialGrpc::Revoke(const Call& call, const v1::RevokeKeyRequest& in,
                                    v1::RevokeKeyResponse& out) {
  if (!IsKeyId(in.key_id())) {
    return Refused("key-id-malformed", "key_id must be k- and 32 hexadecimal digits");
  }
  if (in.note().size() > kNoteBytesMax || in.note().find('\0') != std::string::npos) {
    return Refused("note-too-long", "note must be a text of at most 1,000 bytes");
  }
  // One more than can be told to the services would be revoked for nobody.
  const auto revoked = store_.Revoked(static_cast<int>(kMaxRevokedKeys));
  if (!revoked.ok()) return ToGrpc(revoked.status());
  if (revoked->size() >= kMaxRevokedKeys) {
    return ToGrpc(Refusal{"keys-too-many", {}}, grpc::StatusCode::FAILED_PRECONDITION,
                  "10,000 keys are revoked already: change the secret that signs keys instead");
  }
  const auto key = store_.Revoke(in.key_id(), call.caller, in.note());
  if (!key.ok()) return ToGrpc(key.status());
  Log(LogLevel::kInfo, "a key was revoked",
      {{"key_id", in.key_id()}, {"actor_id", call.caller.id}});
  Write(*key, *out.mutable_key());
  return grpc::Status::OK;
}

grpc::Status CredentialGrpc::ListRevoked(const v1::ListRevokedKeysRequest& in,
                                         v1::ListRevokedKeysResponse& out) {
  const auto ids = store_.Revoked(static_cast<int>(kMaxRevokedKeys));
  if (!ids.ok()) return ToGrpc(ids.status());
  const std::string mac = MacOfRevokedKeys(key_secret_, *ids);
  out.set_mac(mac);
  out.set_unchanged(in.known_mac() == mac);
  if (out.unchanged()) return grpc::Status::OK;
  for (const std::string& id : *ids) out.add_key_ids(id);
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* CredentialGrpc::CreateKey(grpc::CallbackServerContext* context,
                                                    const v1::CreateKeyRequest* request,
                                                    v1::CreateKeyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::CreateKeyRequest& in,
                                v1::CreateKeyResponse& out) { return Create(call, in, out); });
}

grpc::ServerUnaryReactor* CredentialGrpc::ListKeys(grpc::CallbackServerContext* context,
                                                   const v1::ListKeysRequest* request,
                                                   v1::ListKeysResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::ListKeysRequest& in,
                                v1::ListKeysResponse& out) { return List(in, out); });
}

grpc::ServerUnaryReactor* CredentialGrpc::RevokeKey(grpc::CallbackServerContext* context,
                                                    const v1::RevokeKeyRequest* request,
                                                    v1::RevokeKeyResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call& call, const v1::RevokeKeyRequest& in,
                                v1::RevokeKeyResponse& out) { return Revoke(call, in, out); });
}

grpc::ServerUnaryReactor* CredentialGrpc::ListRevokedKeys(grpc::CallbackServerContext* context,
                                                          const v1::ListRevokedKeysRequest* request,
                                                          v1::ListRevokedKeysResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::ListRevokedKeysRequest& in,
                                v1::ListRevokedKeysResponse& out) { return ListRevoked(in, out); });
}

}  // namespace recourse::ingest
