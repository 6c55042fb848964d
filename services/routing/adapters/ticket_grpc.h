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
// scope is answered as if it were not there. Thread-safe.
class TicketGrpc final : public v1::TicketService::CallbackService {
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
  grpc::ServerUnaryReactor* GetDisposition(grpc::CallbackServerContext* context,
                                           const v1::GetDispositionRequest* request,
                                           v1::GetDispositionResponse* response) override;
  grpc::ServerUnaryReactor* ListBranches(grpc::CallbackServerContext* context,
                                         const v1::ListBranchesRequest* request,
                                         v1::ListBranchesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchTicketsResponse>* WatchTickets(
      grpc::CallbackServerContext* context, const v1::WatchTicketsRequest* request) override;

 private:
  StatusOr<TicketRow> Visible(const Call& call, const std::string& id_or_number);
  // Looks the ticket up, carries the command out and answers with the ticket as it then is.
  template <typename Request, typename Response, typename MakeEvent>
  grpc::Status Carry(const Call& call, const Request& request, Response& response,
                     MakeEvent make_event);
  StatusOr<Answered<Domain>> Execute(const RequestId& request_id, std::string digest, Event event);

  Calls& calls_;
  Commands<Domain>& commands_;
  TicketQueries& queries_;
  TicketWatches& watches_;
  Pool& pool_;
  PolicyStore& policies_;
};

}  // namespace recourse::routing
