#include "services/console/adapters/command_routes.h"

namespace recourse::console {
namespace {

namespace wire = routing::v1;
using Stub = RoutingClient::AsyncStub;

template <typename Request, typename Response>
Door::Serve Command(TicketRoutes& tickets, RoutingClient::Method<Request, Response> method) {
  return [&tickets, method](const Ask& ask) { tickets.Command(ask, method); };
}

}  // namespace

Door::Routes CommandRoutes(TicketRoutes& tickets) {
  return {
      {Route::kTakeTicket,
       Command<wire::TakeTicketRequest, wire::TakeTicketResponse>(tickets, &Stub::TakeTicket)},
      {Route::kReplyTicket,
       Command<wire::ReplyTicketRequest, wire::ReplyTicketResponse>(tickets, &Stub::ReplyTicket)},
      {Route::kNoteTicket,
       Command<wire::NoteTicketRequest, wire::NoteTicketResponse>(tickets, &Stub::NoteTicket)},
      {Route::kWaitTicket,
       Command<wire::WaitTicketRequest, wire::WaitTicketResponse>(tickets, &Stub::WaitTicket)},
      {Route::kResumeTicket, Command<wire::ResumeTicketRequest, wire::ResumeTicketResponse>(
                                 tickets, &Stub::ResumeTicket)},
      {Route::kTransferTicket, Command<wire::TransferTicketRequest, wire::TransferTicketResponse>(
                                   tickets, &Stub::TransferTicket)},
      {Route::kReturnTicket, Command<wire::ReturnTicketRequest, wire::ReturnTicketResponse>(
                                 tickets, &Stub::ReturnTicket)},
      {Route::kJudgeReturn,
       Command<wire::JudgeReturnRequest, wire::JudgeReturnResponse>(tickets, &Stub::JudgeReturn)},
      {Route::kResolveTicket, Command<wire::ResolveTicketRequest, wire::ResolveTicketResponse>(
                                  tickets, &Stub::ResolveTicket)},
      {Route::kReopenTicket, Command<wire::ReopenTicketRequest, wire::ReopenTicketResponse>(
                                 tickets, &Stub::ReopenTicket)},
      {Route::kCloseTicket,
       Command<wire::CloseTicketRequest, wire::CloseTicketResponse>(tickets, &Stub::CloseTicket)},
      {Route::kMergeTicket,
       Command<wire::MergeTicketRequest, wire::MergeTicketResponse>(tickets, &Stub::MergeTicket)},
      {Route::kDeclineSuggestion,
       Command<wire::DeclineSuggestionRequest, wire::DeclineSuggestionResponse>(
           tickets, &Stub::DeclineSuggestion)},
  };
}

}  // namespace recourse::console
