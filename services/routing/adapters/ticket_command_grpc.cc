#include <google/rpc/status.pb.h>

#include <future>
#include <map>
#include <utility>

#include "services/common/grpc/request_digest.h"
#include "services/common/grpc/status.h"
#include "services/routing/adapters/proto_values.h"
#include "services/routing/adapters/ticket_grpc.h"

namespace recourse::routing {
namespace {

constexpr int kTextBytesMax = 65'536;
constexpr int kReasonBytesMax = 1'000;
constexpr int kSubjectBytesMax = 160;
// What a status carries of a history: it travels in a header, and those are small.
constexpr std::size_t kHistoryBytesMax = 4'096;
constexpr int kHistoryFactsMax = 20;

grpc::Status Invalid(const char* slug, const std::string& sentence) {
  return ToGrpc(Refusal{slug, {}}, grpc::StatusCode::INVALID_ARGUMENT, sentence);
}

int BytesMaxOf(const std::string& field) {
  if (field == "text" || field == "resolution") return kTextBytesMax;
  return field == "subject" ? kSubjectBytesMax : kReasonBytesMax;
}

// Words of people: as long as they may be, and of characters that can be kept.
grpc::Status CheckTexts(const google::protobuf::Message& request) {
  const auto* descriptor = request.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
    const std::string text = request.GetReflection()->GetString(request, field);
    const int bytes_max = BytesMaxOf(field->name());
    if (text.size() > static_cast<std::size_t>(bytes_max)) {
      return Invalid("text-too-long",
                     field->name() + " has at most " + std::to_string(bytes_max) + " bytes");
    }
    if (text.find('\0') != std::string::npos) {
      return Invalid("text-has-nul", field->name() + " must not contain U+0000");
    }
  }
  return grpc::Status::OK;
}

std::string SentenceOf(const Refusal& refusal) {
  static const std::map<std::string, const char*> kSentences = {
      {"ticket-unknown", "there is no such ticket"},
      {"ticket-changed",
       "the ticket was changed since you looked: look at what happened, then "
       "decide again"},
      {"ticket-resolved", "the ticket is resolved already"},
      {"ticket-closed", "the ticket is closed"},
      {"ticket-taken", "another agent has taken the ticket"},
      {"ticket-unanswered", "the customer waits for an answer: reply before resolving"},
      {"ticket-waiting", "the ticket waits for the customer already"},
      {"ticket-not-waiting", "the ticket does not wait for the customer"},
      {"ticket-not-resolved", "only a resolved ticket is reopened or closed"},
      {"ticket-waited-too-often",
       "the ticket has waited too often: its clocks take no more pauses"},
      {"reply-empty", "the reply has no text"},
      {"note-empty", "the note has no text"},
      {"reason-empty", "say why: the reason has no text"},
      {"told-time-invalid",
       "the customer was told after the promise was given and not in the "
       "future"},
      {"branch-unknown", "there is no such branch in the organisation"},
      {"branch-same", "the ticket is at that branch already"},
      {"return-not-judged", "the ticket was returned: it moves when the return is judged"},
      {"return-unknown", "no return of the ticket waits to be judged"},
      {"reopen-too-late", "it was resolved too long ago: new feedback opens a new ticket"},
      {"merge-target-unknown", "the customer has no such other ticket"},
      {"merge-target-not-open",
       "the ticket to merge into is not open: a resolved one has to be reopened first"},
      {"merge-target-newer", "merge the newer ticket into the older one: the first promise stands"},
      {"suggestion-unknown", "nothing is suggested any more: look at the ticket again"},
      {"ticket-not-merged", "the ticket was not merged into another"},
      {"unmerge-too-late", "it was merged too long ago: new feedback opens a new ticket"},
      {"feedback-not-joined",
       "no such feedback joined this ticket, or too many have since: it cannot be split off"},
      {"file-full", "the customer has too many open tickets: resolve or merge some first"},
      {"escalation-unknown", "nothing of this ticket was breached and is still owed"},
      {"escalation-acknowledged", "somebody is on it already"},
      {"breach-unknown", "no breach of such a promise of this ticket stands"},
      {"promise-owed", "that promise is still owed: keep it, by resolving the ticket"},
      {"answered-too-late", "at that time the promise was broken already"},
      {"request-id-reused", "this request_id was used for another request: make a new one"}};
  const auto found = kSentences.find(refusal.slug);
  return found == kSentences.end() ? "refused: " + refusal.slug : found->second;
}

// The ticket that a command is about, and who commands. Agents are known by the id of their key.
template <typename Request>
TicketCommand CommandOn(const Call& call, const TicketRow& row, const Request& in) {
  return {row.file_id, row.ticket_id, AgentId(call.caller.id), in.seen_version()};
}

}  // namespace

grpc::Status TicketGrpc::Refused(const Refusal& refusal, const TicketId& ticket_id,
                                 std::int64_t seen_version) {
  grpc::Status status = ToGrpc(refusal, grpc::StatusCode::FAILED_PRECONDITION, SentenceOf(refusal));
  if (refusal.slug != "ticket-changed") return status;
  const auto history = History(ticket_id, seen_version, kHistoryFactsMax, kHistoryBytesMax);
  google::rpc::Status details;
  if (!history.ok() || !details.ParseFromString(status.error_details())) return status;
  details.add_details()->PackFrom(*history);
  return {status.error_code(), status.error_message(), details.SerializeAsString()};
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

// Who gave a ticket out of his scope may ask again whether that was done.
StatusOr<TicketRow> TicketGrpc::Done(const RequestId& request_id, const std::string& digest,
                                     const std::string& id_or_number) {
  const auto done = queries_.WasDone(request_id, digest);
  if (!done.ok()) return done.status();
  if (!*done) return absl::NotFoundError("there is no such ticket");
  return queries_.Get(id_or_number);
}

template <typename Request, typename Response, typename Make>
grpc::Status TicketGrpc::Carry(const Call& call, const Request& request, Response& response,
                               Make make) {
  const auto request_id = ParseUuid(request.request_id());
  if (!request_id) return Invalid("request-id-malformed", "request_id must be a UUID");
  if (const auto fault = CheckTexts(request); !fault.ok()) return fault;
  const std::string digest = RequestDigest(request, call.caller.id);
  auto row = Visible(call, request.ticket_id());
  if (absl::IsNotFound(row.status())) {
    row = Done(RequestId(*request_id), digest, request.ticket_id());
  }
  if (!row.ok()) return ToGrpc(row.status());
  const auto answer =
      Execute(RequestId(*request_id), digest, make(CommandOn(call, *row, request), request));
  if (!answer.ok()) return ToGrpc(answer.status());
  if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
    return Refused(*refusal, row->ticket_id, request.seen_version());
  }
  const auto after = queries_.Get(ToString(row->ticket_id));
  if (!after.ok()) return ToGrpc(after.status());
  *response.mutable_ticket() = ToProto(after->ticket_id, after->ticket);
  return grpc::Status::OK;
}

template <typename Request, typename Response, typename Make>
grpc::ServerUnaryReactor* TicketGrpc::Command(grpc::CallbackServerContext* context,
                                              const Request* request, Response* response,
                                              Make make) {
  return calls_.Blocking(context, request, response,
                         [this, make](const Call& call, const Request& in, Response& out) {
                           return Carry(call, in, out, make);
                         });
}

grpc::ServerUnaryReactor* TicketGrpc::TakeTicket(grpc::CallbackServerContext* context,
                                                 const v1::TakeTicketRequest* request,
                                                 v1::TakeTicketResponse* response) {
  return Command(context, request, response,
                 [](TicketCommand on, const auto&) { return routing::TakeTicket{std::move(on)}; });
}

grpc::ServerUnaryReactor* TicketGrpc::ReplyTicket(grpc::CallbackServerContext* context,
                                                  const v1::ReplyTicketRequest* request,
                                                  v1::ReplyTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    std::optional<Timestamp> told;
    if (in.has_told_time()) told = TimeOf(in.told_time());
    return routing::ReplyTicket{std::move(on), in.text(), told};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::ResolveTicket(grpc::CallbackServerContext* context,
                                                    const v1::ResolveTicketRequest* request,
                                                    v1::ResolveTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::ResolveTicket{std::move(on), in.resolution()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::NoteTicket(grpc::CallbackServerContext* context,
                                                 const v1::NoteTicketRequest* request,
                                                 v1::NoteTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::NoteTicket{std::move(on), in.text()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::WaitTicket(grpc::CallbackServerContext* context,
                                                 const v1::WaitTicketRequest* request,
                                                 v1::WaitTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::WaitTicket{std::move(on), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::ResumeTicket(grpc::CallbackServerContext* context,
                                                   const v1::ResumeTicketRequest* request,
                                                   v1::ResumeTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::ResumeTicket{std::move(on), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::TransferTicket(grpc::CallbackServerContext* context,
                                                     const v1::TransferTicketRequest* request,
                                                     v1::TransferTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::TransferTicket{std::move(on), BranchId(in.branch_id()), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::ReturnTicket(grpc::CallbackServerContext* context,
                                                   const v1::ReturnTicketRequest* request,
                                                   v1::ReturnTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::ReturnTicket{std::move(on), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::JudgeReturn(grpc::CallbackServerContext* context,
                                                  const v1::JudgeReturnRequest* request,
                                                  v1::JudgeReturnResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::JudgeReturn{std::move(on), in.justified(), in.reason(),
                                BranchId(in.branch_id())};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::ReopenTicket(grpc::CallbackServerContext* context,
                                                   const v1::ReopenTicketRequest* request,
                                                   v1::ReopenTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::ReopenTicket{std::move(on), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::CloseTicket(grpc::CallbackServerContext* context,
                                                  const v1::CloseTicketRequest* request,
                                                  v1::CloseTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::CloseTicket{std::move(on), in.reason()};
  });
}

// The other ticket may be named by its number too; one that is not there, or not within the
// caller's scope, is the domain's to refuse.
grpc::ServerUnaryReactor* TicketGrpc::MergeTicket(grpc::CallbackServerContext* context,
                                                  const v1::MergeTicketRequest* request,
                                                  v1::MergeTicketResponse* response) {
  return calls_.Blocking(
      context, request, response,
      [this](const Call& call, const v1::MergeTicketRequest& in, v1::MergeTicketResponse& out) {
        const auto into = Visible(call, in.into_ticket_id());
        if (!into.ok() && !absl::IsNotFound(into.status())) return ToGrpc(into.status());
        const TicketId into_id = into.ok() ? into->ticket_id : TicketId();
        return Carry(call, in, out, [into_id](TicketCommand on, const auto&) {
          return routing::MergeTicket{std::move(on), into_id};
        });
      });
}

grpc::ServerUnaryReactor* TicketGrpc::UnmergeTicket(grpc::CallbackServerContext* context,
                                                    const v1::UnmergeTicketRequest* request,
                                                    v1::UnmergeTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::UnmergeTicket{std::move(on), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::DeclineSuggestion(grpc::CallbackServerContext* context,
                                                        const v1::DeclineSuggestionRequest* request,
                                                        v1::DeclineSuggestionResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto&) {
    return routing::DeclineSuggestion{std::move(on)};
  });
}

// Feedback that is no UUID is none that joined.
grpc::ServerUnaryReactor* TicketGrpc::SplitTicket(grpc::CallbackServerContext* context,
                                                  const v1::SplitTicketRequest* request,
                                                  v1::SplitTicketResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    const auto feedback_id = ParseUuid(in.feedback_id());
    return routing::SplitTicket{std::move(on),           FeedbackId(feedback_id.value_or(Uuid{})),
                                in.same_matter(),        in.subject(),
                                Category(in.category()), in.reason()};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::AcknowledgeEscalation(
    grpc::CallbackServerContext* context, const v1::AcknowledgeEscalationRequest* request,
    v1::AcknowledgeEscalationResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto&) {
    return routing::AcknowledgeEscalation{std::move(on)};
  });
}

grpc::ServerUnaryReactor* TicketGrpc::RevokeBreach(grpc::CallbackServerContext* context,
                                                   const v1::RevokeBreachRequest* request,
                                                   v1::RevokeBreachResponse* response) {
  return Command(context, request, response, [](TicketCommand on, const auto& in) {
    return routing::RevokeBreach{
        std::move(on), {KindOf(in.kind()), in.cycle()}, TimeOf(in.answered_time()), in.reason()};
  });
}

}  // namespace recourse::routing
