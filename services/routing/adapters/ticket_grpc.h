#pragma once

#include <string>

#include "recourse/routing/v1/ticket_service.grpc.pb.h"
#include "services/common/grpc/call.h"
#include "services/common/runtime/commands.h"
#include "services/routing/adapters/policy_store.h"
#include "services/routing/adapters/ticket_query_store.h"
#include "services/routing/adapters/watch_grpc.h"
#include "services/routing/domain/decide.h"

namespace recourse::routing {

// TicketService: an agent's commands into the handler, and reads. What lies outside the caller's
// scope is answered as if it were not there. A watch is written in bytes, which its readers share.
// Thread-safe.
class TicketGrpc final : public v1::TicketService::WithRawCallbackMethod_WatchTickets<
                             v1::TicketService::CallbackService> {
 public:
  TicketGrpc(Calls& calls, Commands<Domain>& commands, TicketQueries& queries,
             TicketWatches& watches, Pool& pool, PolicyStore& policies)
      : calls_(calls),
        commands_(commands),
        queries_(queries),
        watches_(watches),
        pool_(pool),
        policies_(policies) {}

  grpc::ServerUnaryReactor* GetTicket(grpc::CallbackServerContext* context,
                                      const v1::GetTicketRequest* request,
                                      v1::GetTicketResponse* response) override;
  grpc::ServerUnaryReactor* ListTickets(grpc::CallbackServerContext* context,
                                        const v1::ListTicketsRequest* request,
                                        v1::ListTicketsResponse* response) override;
  grpc::ServerUnaryReactor* TakeTicket(grpc::CallbackServerContext* context,
                                       const v1::TakeTicketRequest* request,
                                       v1::TakeTicketResponse* response) override;
  grpc::ServerUnaryReactor* ReplyTicket(grpc::CallbackServerContext* context,
                                        const v1::ReplyTicketRequest* request,
                                        v1::ReplyTicketResponse* response) override;
  grpc::ServerUnaryReactor* ResolveTicket(grpc::CallbackServerContext* context,
                                          const v1::ResolveTicketRequest* request,
                                          v1::ResolveTicketResponse* response) override;
  grpc::ServerUnaryReactor* NoteTicket(grpc::CallbackServerContext* context,
                                       const v1::NoteTicketRequest* request,
                                       v1::NoteTicketResponse* response) override;
  grpc::ServerUnaryReactor* WaitTicket(grpc::CallbackServerContext* context,
                                       const v1::WaitTicketRequest* request,
                                       v1::WaitTicketResponse* response) override;
  grpc::ServerUnaryReactor* ResumeTicket(grpc::CallbackServerContext* context,
                                         const v1::ResumeTicketRequest* request,
                                         v1::ResumeTicketResponse* response) override;
  grpc::ServerUnaryReactor* TransferTicket(grpc::CallbackServerContext* context,
                                           const v1::TransferTicketRequest* request,
                                           v1::TransferTicketResponse* response) override;
  grpc::ServerUnaryReactor* ReturnTicket(grpc::CallbackServerContext* context,
                                         const v1::ReturnTicketRequest* request,
                                         v1::ReturnTicketResponse* response) override;
  grpc::ServerUnaryReactor* JudgeReturn(grpc::CallbackServerContext* context,
                                        const v1::JudgeReturnRequest* request,
                                        v1::JudgeReturnResponse* response) override;
  grpc::ServerUnaryReactor* ReopenTicket(grpc::CallbackServerContext* context,
                                         const v1::ReopenTicketRequest* request,
                                         v1::ReopenTicketResponse* response) override;
  grpc::ServerUnaryReactor* CloseTicket(grpc::CallbackServerContext* context,
                                        const v1::CloseTicketRequest* request,
                                        v1::CloseTicketResponse* response) override;
  grpc::ServerUnaryReactor* MergeTicket(grpc::CallbackServerContext* context,
                                        const v1::MergeTicketRequest* request,
                                        v1::MergeTicketResponse* response) override;
  grpc::ServerUnaryReactor* UnmergeTicket(grpc::CallbackServerContext* context,
                                          const v1::UnmergeTicketRequest* request,
                                          v1::UnmergeTicketResponse* response) override;
  grpc::ServerUnaryReactor* DeclineSuggestion(grpc::CallbackServerContext* context,
                                              const v1::DeclineSuggestionRequest* request,
                                              v1::DeclineSuggestionResponse* response) override;
  grpc::ServerUnaryReactor* SplitTicket(grpc::CallbackServerContext* context,
                                        const v1::SplitTicketRequest* request,
                                        v1::SplitTicketResponse* response) override;
  grpc::ServerUnaryReactor* AcknowledgeEscalation(
      grpc::CallbackServerContext* context, const v1::AcknowledgeEscalationRequest* request,
      v1::AcknowledgeEscalationResponse* response) override;
  grpc::ServerUnaryReactor* RevokeBreach(grpc::CallbackServerContext* context,
                                         const v1::RevokeBreachRequest* request,
                                         v1::RevokeBreachResponse* response) override;
  grpc::ServerUnaryReactor* ReclockTickets(grpc::CallbackServerContext* context,
                                           const v1::ReclockTicketsRequest* request,
                                           v1::ReclockTicketsResponse* response) override;
  grpc::ServerUnaryReactor* ListTicketFacts(grpc::CallbackServerContext* context,
                                            const v1::ListTicketFactsRequest* request,
                                            v1::ListTicketFactsResponse* response) override;
  grpc::ServerUnaryReactor* ExplainTicket(grpc::CallbackServerContext* context,
                                          const v1::ExplainTicketRequest* request,
                                          v1::ExplainTicketResponse* response) override;
  grpc::ServerUnaryReactor* GetDisposition(grpc::CallbackServerContext* context,
                                           const v1::GetDispositionRequest* request,
                                           v1::GetDispositionResponse* response) override;
  grpc::ServerUnaryReactor* ListBranches(grpc::CallbackServerContext* context,
                                         const v1::ListBranchesRequest* request,
                                         v1::ListBranchesResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchTickets(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  StatusOr<TicketRow> Visible(const Call& call, const std::string& id_or_number);
  StatusOr<TicketRow> Done(const RequestId& request_id, const std::string& digest,
                           const std::string& id_or_number);
  // A command: checks its texts, looks the ticket up, carries out what `make(on, request)` makes of
  // it, and answers with the ticket as it then is.
  template <typename Request, typename Response, typename Make>
  grpc::ServerUnaryReactor* Command(grpc::CallbackServerContext* context, const Request* request,
                                    Response* response, Make make);
  template <typename Request, typename Response, typename Make>
  grpc::Status Carry(const Call& call, const Request& request, Response& response, Make make);
  // A refusal; that of `ticket-changed` with the facts since the version that was seen.
  grpc::Status Refused(const Refusal& refusal, const TicketId& ticket_id,
                       std::int64_t seen_version);
  StatusOr<v1::TicketHistory> History(const TicketId& ticket_id, std::int64_t after_version,
                                      int facts_max, std::size_t bytes_max);
  grpc::Status Explain(const Call& call, const std::string& id, v1::ExplainTicketResponse& out);
  StatusOr<Answered<Domain>> Execute(const RequestId& request_id, std::string digest, Event event);

  Calls& calls_;
  Commands<Domain>& commands_;
  TicketQueries& queries_;
  TicketWatches& watches_;
  Pool& pool_;
  PolicyStore& policies_;
};

}  // namespace recourse::routing
