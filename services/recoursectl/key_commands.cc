#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "recourse/ingest/v1/credential_service.grpc.pb.h"
#include "services/common/access/key.h"
#include "services/recoursectl/client.h"
#include "services/recoursectl/commands.h"

namespace recourse::ctl {
namespace {

using ingest::v1::CredentialService;

struct Arguments {
  std::string role, name, scope, secret_file, out, key_id, note;
};

// Readable by its owner alone, from its first byte on.
Status WriteSecret(const std::string& path, const std::string& key) {
  const std::string line = key + "\n";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return absl::PermissionDeniedError("cannot write " + path);
  const bool written = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const bool closed = close(file) == 0;
  if (written && closed) return absl::OkStatus();
  return absl::ResourceExhaustedError("cannot write all of " + path);
}

// Without a server: whoever can read the secret may make any key.
StatusOr<std::string> Mint(const Arguments& arguments) {
  auto secret = ReadFile(arguments.secret_file);
  if (!secret.ok()) return secret.status();
  while (!secret->empty() && secret->back() == '\n') secret->pop_back();
  const auto role = ParseRole(arguments.role);
  if (!role) return absl::InvalidArgumentError("there is no role " + arguments.role);
  return MintKey(Secret(*std::move(secret)), {NewKeyId(), *role, arguments.scope, arguments.name});
}

StatusOr<std::string> Ask(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_INGEST_ADDR");
  if (!peer.ok()) return peer.status();
  auto stub = CredentialService::NewStub(peer->channel);
  ingest::v1::CreateKeyRequest request;
  request.set_role(arguments.role);
  request.set_name(arguments.name);
  request.set_scope(arguments.scope);
  ingest::v1::CreateKeyResponse response;
  Status s = Call(*peer, *stub, &CredentialService::Stub::CreateKey, request, response);
  if (!s.ok()) return s;
  return response.key();
}

int Create(const Context& context, const Arguments& arguments) {
  const auto key = arguments.secret_file.empty() ? Ask(context, arguments) : Mint(arguments);
  if (!key.ok()) return Fail(key.status());
  if (arguments.out.empty()) {
    std::printf(context.json ? "{\"key\":\"%s\"}\n" : "%s\n", key->c_str());
    return kDone;
  }
  const Status written = WriteSecret(arguments.out, *key);
  return written.ok() ? kDone : Fail(written);
}

void Print(const Context& context, const ingest::v1::Key& key) {
  if (context.json) return PrintJson(key);
  const auto& revoked = key.revoked_time();
  std::printf(
      "%s  %-14s %-18s %s  %s%s\n", key.key_id().c_str(), key.role().c_str(), key.scope().c_str(),
      key.name().c_str(), key.has_revoked_time() ? "revoked " : "",
      key.has_revoked_time() ? TimeText(true, revoked.seconds(), revoked.nanos()).c_str() : "");
}

int List(const Context& context) {
  auto peer = Connect(context, "RECOURSE_INGEST_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = CredentialService::NewStub(peer->channel);
  ingest::v1::ListKeysRequest request;
  do {
    ingest::v1::ListKeysResponse response;
    Status s = Call(*peer, *stub, &CredentialService::Stub::ListKeys, request, response);
    if (!s.ok()) return Fail(s);
    for (const auto& key : response.keys()) Print(context, key);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return kDone;
}

int Revoke(const Context& context, const Arguments& arguments) {
  auto peer = Connect(context, "RECOURSE_INGEST_ADDR");
  if (!peer.ok()) return Fail(peer.status());
  auto stub = CredentialService::NewStub(peer->channel);
  ingest::v1::RevokeKeyRequest request;
  request.set_key_id(arguments.key_id);
  request.set_note(arguments.note);
  ingest::v1::RevokeKeyResponse response;
  Status s = Call(*peer, *stub, &CredentialService::Stub::RevokeKey, request, response);
  if (!s.ok()) return Fail(s);
  Print(context, response.key());
  return kDone;
}

}  // namespace

void AddKey(CLI::App& app, Context& context, int& exit_status) {
  static Arguments arguments;
  auto* key = app.add_subcommand("key", "keys by which machines are let in");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "make a key; it is shown this once");
  create
      ->add_option("--role", arguments.role,
                   "ingest, agent, branch_manager, operations, quality, dispatcher, "
                   "administrator or auditor")
      ->required();
  create->add_option("--name", arguments.name, "what it is for")->required();
  create->add_option("--scope", arguments.scope, "a branch or a region; all where it is not said");
  create->add_option("--secret-file", arguments.secret_file,
                     "sign it here with the system's secret, without a server");
  create->add_option("--out", arguments.out, "write it to a file that only you can read");
  create->callback([&] { exit_status = Create(context, arguments); });
  key->add_subcommand("list", "keys that were made, newest first")->callback([&] {
    exit_status = List(context);
  });
  auto* revoke = key->add_subcommand("revoke", "let a key in nowhere any more, for good");
  revoke->add_option("key_id", arguments.key_id, "as key list shows it")->required();
  revoke->add_option("--note", arguments.note, "why, at most 1,000 bytes");
  revoke->callback([&] { exit_status = Revoke(context, arguments); });
}

}  // namespace recourse::ctl
