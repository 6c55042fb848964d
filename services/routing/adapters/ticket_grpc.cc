#include "services/routing/adapters/ticket_grpc.h"

#include <openssl/sha.h>

#include <future>
#include <utility>

#include "services/common/grpc/status.h"
#include "services/routing/adapters/proto_values.h"

namespace recourse::routing {
namespace {

constexpr std::size_t kTextBytesMax = 65'536;

// What a request asks for, whoever asks: the same id with another content is refused.
std::string DigestOf(const google::protobuf::Message& request, const std::string& caller) {
  const std::string text =
      request.GetTypeName() + '\0' + caller + '\0' + request.SerializeAsString();
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

std::string SentenceOf(const Refusal& refusal) {
  if (refusal.slug == "ticket-unknown") return "there is no such ticket";
  if (refusal.slug == "ticket-resolved") return "the ticket is resolved already";
  if (refusal.slug == "ticket-taken") return "another agent has taken the ticket";
  if (refusal.slug == "ticket-unanswered") {
    return "nobody has answered the customer: reply before resolving";
  }
  if (refusal.slug == "reply-empty") return "the reply has no text";
  if (refusal.slug == "request-id-reused") {
    return "this request_id was used for another request: make a new one";
  }
  return "refused: " + refusal.slug;
}

grpc::Status StatusOf(const Refusal& refusal) {
  return ToGrpc(refusal, grpc::StatusCode::FAILED_PRECONDITION, SentenceOf(refusal));
}

// Agents are known by the id of their key.
AgentId AgentOf(const Call& call) { return AgentId(call.caller.id); }

TicketFilter FilterOf(const Call& call, const v1::ListTicketsRequest& in) {
  TicketFilter filter;
  filter.scope = call.caller.scope;
  filter.branch_id = in.branch_id();
  if (in.state() != v1::TICKET_STATE_UNSPECIFIED) {
    filter.state = static_cast<TicketState>(in.state());
  }
  filter.breached = in.breached();
  filter.customer_id = ParseUuid(in.customer_id());
  return filter;
}

}  // namespace

StatusOr<TicketRow> TicketGrpc::Visible(const Call& call, const std::string& id_or_number) {
  auto row = queries_.Get(id_or_number);
  if (!row.ok()) return row.status();
  if (!ScopeCovers(call.caller, row->ticket.branch_id.value(), row->ticket.region_id.value())) {
    return absl::NotFoundError("there is no such ticket");
  }
  return row;
}

StatusOr<Answered<Domain>> TicketGrpc::Execute(const RequestId& request_id, std::string digest,
                                               Event event) {
  auto promise = std::make_shared<std::promise<StatusOr<Answered<Domain>>>>();
  auto answer = promise->get_future();
  const Status taken = commands_.Submit(
      {request_id, std::move(digest), std::move(event)},
      [promise](StatusOr<Answered<Domain>> answered) { promise->set_value(std::move(answered)); });
  if (!taken.ok()) return taken;
  return answer.get();
}

template <typename Request, typename Response, typename MakeEvent>
grpc::Status TicketGrpc::Carry(const Call& call, const Request& request, Response& response,
                               MakeEvent make_event) {
  const auto request_id = ParseUuid(request.request_id());
  if (!request_id) return Invalid("request-id-malformed", "request_id must be a UUID");
  const auto row = Visible(call, request.ticket_id());
  if (!row.ok()) return ToGrpc(row.status());
  const auto answer = Execute(RequestId(*request_id), DigestOf(request, call.caller.id),
                              make_event(*row));
  if (!answer.ok()) return ToGrpc(answer.status());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) return StatusOf(*refusal);
  const auto after = queries_.Get(ToString(row->ticket_id));
  if (!after.ok()) return ToGrpc(after.status());
  *response.mutable_ticket() = ToProto(after->ticket_id, after->ticket);
  return grpc::Status::OK;
}

grpc::ServerUnaryReactor* TicketGrpc::TakeTicket(grpc::CallbackServerContext* context,
                                                 const v1::TakeTicketRequest* request,
                                                 v1::TakeTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::TakeTicketRequest& in, v1::TakeTicketResponse& out) {
        return Carry(call, in, out, [&](const TicketRow& row) {
          return routing::TakeTicket{row.file_id, row.ticket_id, AgentOf(call)};
        });
      });
}

grpc::ServerUnaryReactor* TicketGrpc::ReplyTicket(grpc::CallbackServerContext* context,
                                                  const v1::ReplyTicketRequest* request,
                                                  v1::ReplyTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ReplyTicketRequest& in, v1::ReplyTicketResponse& out) {
        if (in.text().size() > kTextBytesMax) {
          return Invalid("text-too-long", "a reply has at most 65,536 bytes");
        }
        if (in.text().find('\0') != std::string::npos) {
          return Invalid("text-has-nul", "a reply must not contain U+0000");
        }
        return Carry(call, in, out, [&](const TicketRow& row) {
          return routing::ReplyTicket{row.file_id, row.ticket_id, AgentOf(call), in.text()};
        });
      });
}

grpc::ServerUnaryReactor* TicketGrpc::ResolveTicket(grpc::CallbackServerContext* context,
                                                    const v1::ResolveTicketRequest* request,
                                                    v1::ResolveTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ResolveTicketRequest& in,
             v1::ResolveTicketResponse& out) {
        if (in.resolution().size() > kTextBytesMax) {
          return Invalid("text-too-long", "a resolution has at most 65,536 bytes");
        }
        if (in.resolution().find('\0') != std::string::npos) {
          return Invalid("text-has-nul", "a resolution must not contain U+0000");
        }
        return Carry(call, in, out, [&](const TicketRow& row) {
          return routing::ResolveTicket{row.file_id, row.ticket_id, AgentOf(call),
                                        in.resolution()};
        });
      });
}

grpc::ServerUnaryReactor* TicketGrpc::GetTicket(grpc::CallbackServerContext* context,
                                                const v1::GetTicketRequest* request,
                                                v1::GetTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::GetTicketRequest& in, v1::GetTicketResponse& out) {
        const auto row = Visible(call, in.ticket_id());
        if (!row.ok()) return ToGrpc(row.status());
        const auto replies = queries_.Replies(row->ticket_id);
        if (!replies.ok()) return ToGrpc(replies.status());
        *out.mutable_ticket() = ToProto(row->ticket_id, row->ticket);
        for (const Reply& reply : *replies) {
          auto* written = out.add_replies();
          written->set_agent_id(reply.agent_id);
          written->set_text(reply.text);
          *written->mutable_recorded_time() = ToProto(reply.recorded_time);
        }
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* TicketGrpc::ListTickets(grpc::CallbackServerContext* context,
                                                  const v1::ListTicketsRequest* request,
                                                  v1::ListTicketsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ListTicketsRequest& in, v1::ListTicketsResponse& out) {
        if (!in.customer_id().empty() && !ParseUuid(in.customer_id())) {
          return Invalid("customer-id-malformed", "customer_id must be a UUID");
        }
        const auto page = queries_.List(FilterOf(call, in), in.page_size(), in.page_token());
        if (!page.ok()) return ToGrpc(page.status());
        for (const TicketRow& row : page->rows) {
          *out.add_tickets() = ToProto(row.ticket_id, row.ticket);
        }
        out.set_next_page_token(page->next_page_token);
        return grpc::Status::OK;
      });
}

grpc::ServerUnaryReactor* TicketGrpc::GetDisposition(grpc::CallbackServerContext* context,
                                                     const v1::GetDispositionRequest* request,
                                                     v1::GetDispositionResponse* response) {
  return calls_.Blocking(context, request, response,
                         [this](const Call&, const v1::GetDispositionRequest& in,
                                v1::GetDispositionResponse& out) {
                           const auto id = ParseUuid(in.feedback_id());
                           if (!id) {
                             return Invalid("feedback-id-malformed", "feedback_id must be a UUID");
                           }
                           const auto found = queries_.DispositionOf(*id);
                           if (!found.ok()) return ToGrpc(found.status());
                           out.set_kind(static_cast<v1::DispositionKind>(found->kind));
                           if (found->ticket_id) out.set_ticket_id(ToString(*found->ticket_id));
                           return grpc::Status::OK;
                         });
}

grpc::ServerUnaryReactor* TicketGrpc::ListBranches(grpc::CallbackServerContext* context,
                                                   const v1::ListBranchesRequest* request,
                                                   v1::ListBranchesResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ListBranchesRequest&, v1::ListBranchesResponse& out) {
        auto session = pool_.Acquire();
        if (!session.ok()) return ToGrpc(session.status());
        const auto policy = policies_.Active(*session);
        if (!policy.ok()) return ToGrpc(policy.status());
        for (const auto& [id, branch] : (*policy)->branches) {
          if (!ScopeCovers(call.caller, id.value(), branch.region_id.value())) continue;
          auto* written = out.add_branches();
          written->set_branch_id(id.value());
          written->set_region_id(branch.region_id.value());
          written->set_name_zh(branch.name_zh);
          written->set_name_en(branch.name_en);
        }
        return grpc::Status::OK;
      });
}

grpc::ServerWriteReactor<v1::WatchTicketsResponse>* TicketGrpc::WatchTickets(
    grpc::CallbackServerContext* context, const v1::WatchTicketsRequest* request) {
  return calls_.ServerStream<v1::WatchTicketsResponse>(
      context, request, [&](const Call& call, const v1::WatchTicketsRequest& in) {
        auto stream = TicketWatches::Stream::Make(*context, call);
        watches_.Add(stream, in);
        return stream.get();
      });
}

}  // namespace recourse::routing
