#include "services/routing/adapters/ticket_grpc.h"

#include <algorithm>
#include <utility>

#include "services/common/grpc/raw_message.h"
#include "services/common/grpc/status.h"
#include "services/routing/adapters/proto_values.h"
#include "services/routing/adapters/reclock_store.h"

namespace recourse::routing {
namespace {

constexpr int kFactsMax = 200;
constexpr int kFactsDefault = 100;
// Of one answer: a fact has at most 512 KiB, and a message 4 MiB.
constexpr std::size_t kHistoryBytesMax = 3'000'000;

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

void AddReply(const std::string& agent_id, const std::string& text,
              const google::protobuf::Timestamp& recorded_time, v1::GetTicketResponse& out) {
  auto* reply = out.add_replies();
  reply->set_agent_id(agent_id);
  reply->set_text(text);
  *reply->mutable_recorded_time() = recorded_time;
}

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

StatusOr<v1::TicketHistory> TicketGrpc::History(const TicketId& ticket_id,
                                                std::int64_t after_version, int facts_max,
                                                std::size_t bytes_max) {
  const auto facts = queries_.Facts(ticket_id, after_version, facts_max + 1);
  if (!facts.ok()) return facts.status();
  v1::TicketHistory history;
  std::size_t bytes = 0;
  for (const std::string& fact : *facts) {
    bytes += fact.size();
    const bool full = history.facts_size() == facts_max || bytes > bytes_max;
    history.set_more(full);
    if (full || !history.add_facts()->ParseFromString(fact)) break;
  }
  return history;
}

grpc::ServerUnaryReactor* TicketGrpc::ListTicketFacts(grpc::CallbackServerContext* context,
                                                      const v1::ListTicketFactsRequest* request,
                                                      v1::ListTicketFactsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ListTicketFactsRequest& in,
             v1::ListTicketFactsResponse& out) {
        const auto row = Visible(call, in.ticket_id());
        if (!row.ok()) return ToGrpc(row.status());
        const int size = in.page_size() <= 0 ? kFactsDefault : std::min(in.page_size(), kFactsMax);
        auto history = History(row->ticket_id, in.after_version(), size, kHistoryBytesMax);
        if (!history.ok()) return ToGrpc(history.status());
        *out.mutable_history() = *std::move(history);
        return grpc::Status::OK;
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
        *out.mutable_ticket() = ToProto(row->ticket_id, row->ticket);
        const auto old = queries_.OldReplies(row->ticket_id);
        if (!old.ok()) return ToGrpc(old.status());
        for (const Reply& reply : *old) {
          AddReply(reply.agent_id, reply.text, ToProto(reply.recorded_time), out);
        }
        const auto facts =
            queries_.Facts(row->ticket_id, 0, TicketQueries::kRepliesMax, "TicketReplied");
        if (!facts.ok()) return ToGrpc(facts.status());
        for (const std::string& bytes : *facts) {
          v1::TicketEvent fact;
          if (!fact.ParseFromString(bytes)) continue;
          AddReply(fact.replied().agent_id(), fact.replied().text(), fact.recorded_time(), out);
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
  return calls_.Blocking(
      context, request, response,
      [this](const Call&, const v1::GetDispositionRequest& in, v1::GetDispositionResponse& out) {
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

grpc::ServerUnaryReactor* TicketGrpc::ReclockTickets(grpc::CallbackServerContext* context,
                                                     const v1::ReclockTicketsRequest* request,
                                                     v1::ReclockTicketsResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::ReclockTicketsRequest& in,
             v1::ReclockTicketsResponse& out) {
        if (!call.caller.scope.empty()) {
          return grpc::Status(grpc::StatusCode::PERMISSION_DENIED,
                              "a changed policy is applied to all branches alike: this takes a key "
                              "or an account whose scope is the whole organisation");
        }
        const auto page = MarkForReclocking(pool_, in.standards(), in.page_token());
        if (!page.ok()) return ToGrpc(page.status());
        out.set_ticket_count(page->ticket_count);
        out.set_next_page_token(page->next_page_token);
        return grpc::Status::OK;
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* TicketGrpc::WatchTickets(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  v1::WatchTicketsRequest asked;
  const bool readable = ReadRawMessage(*request, asked);
  return calls_.ServerStream<grpc::ByteBuffer>(
      context, &asked, [&](const Call& call, const v1::WatchTicketsRequest& in) {
        auto stream = TicketWatches::Stream::Make(*context, call);
        if (readable) {
          watches_.Add(stream, in);
        } else {
          stream->Close({grpc::StatusCode::INTERNAL, "the request is no WatchTicketsRequest"});
        }
        return stream.get();
      });
}

}  // namespace recourse::routing
