#include "services/console/adapters/key_routes.h"

#include "services/console/adapters/body.h"
#include "services/console/adapters/json_fields.h"
#include "services/console/adapters/query.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

namespace wire = ingest::v1;

constexpr int kMaxPageSize = 1'000;
constexpr auto kAsItIs = [](const auto& response) { return MessageJson(response); };

OnAnswer To(const Ask& ask) {
  return [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); };
}

}  // namespace

void KeyRoutes::List(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"page_size", "page_token"})) {
    return ask.answer(*std::move(bad));
  }
  std::int64_t page_size = 0;
  if (!ReadNumber(*ask.request, "page_size", 1, kMaxPageSize, page_size)) {
    return ask.answer(BadQuery("The page size is a number from 1 to 1,000."));
  }
  wire::ListKeysRequest request;
  request.set_page_size(static_cast<int>(page_size));
  request.set_page_token(ask.request->Query("page_token").value_or(""));
  AskPeer<wire::ListKeysResponse>(
      {ask.identity.key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->ListKeys(context, in, out, std::move(done));
      },
      kAsItIs, To(ask));
}

void KeyRoutes::Create(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  std::string role, name, scope;
  std::optional<Timestamp> expire_time;
  JsonFields fields(*body, "", fault);
  fields.Text("role", role);
  fields.Text("name", name);
  fields.Text("scope", scope);
  fields.Time("expire_time", expire_time);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  wire::CreateKeyRequest request;
  request.set_role(role);
  request.set_name(name);
  request.set_scope(scope);
  if (expire_time) ToWire(*expire_time, *request.mutable_expire_time());
  AskPeer<wire::CreateKeyResponse>(
      {ask.identity.key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->CreateKey(context, in, out, std::move(done));
      },
      kAsItIs, To(ask));
}

void KeyRoutes::Revoke(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  std::string note;
  JsonFields fields(*body, "", fault);
  fields.Text("note", note);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  wire::RevokeKeyRequest request;
  request.set_key_id(ask.part);
  request.set_note(note);
  AskPeer<wire::RevokeKeyResponse>(
      {ask.identity.key, kPeerDeadline}, std::move(request),
      [this](auto* context, auto* in, auto* out, auto done) {
        stub_->async()->RevokeKey(context, in, out, std::move(done));
      },
      kAsItIs, To(ask));
}

}  // namespace recourse::console
