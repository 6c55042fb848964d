#include "services/console/adapters/followup_routes.h"

#include <charconv>

#include "services/common/http/problem.h"
#include "services/console/adapters/followup_codec.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

namespace wire = followup::v1;
using Stub = FollowupClient::AsyncStub;

constexpr int kMaxPageSize = 200;
const char* const kLoopId = "loop_id";

std::string QueryOf(const Ask& ask, const char* name) {
  return ask.request->Query(name).value_or("");
}

// The refusal of a query, or nothing and `out` is ready.
std::optional<HttpResponse> ReadQuery(const Ask& ask, wire::ListLoopsRequest& out) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(request, {"branch_id", "ticket_id", "customer_id", "state", "verdict",
                                     "way", "unknown", "page_size", "page_token"})) {
    return bad;
  }
  bool unknown = false;
  std::int64_t page_size = 0;
  if (!SetState(QueryOf(ask, "state"), out)) {
    return BadQuery("The state is waiting, sending, asked or closed.");
  }
  if (!SetVerdict(QueryOf(ask, "verdict"), out)) {
    return BadQuery("The verdict is heard_good, heard_bad, unheard, suppressed or cancelled.");
  }
  if (!SetWay(QueryOf(ask, "way"), out)) {
    return BadQuery("The way is mail, webhook, link, call or none.");
  }
  if (!ReadSwitch(request, "unknown", unknown)) return BadQuery("Unknown is true or false.");
  if (!ReadNumber(request, "page_size", 1, kMaxPageSize, page_size)) {
    return BadQuery("The page size is a number from 1 to 200.");
  }
  out.set_unknown(unknown);
  out.set_page_size(static_cast<int>(page_size));
  out.set_page_token(QueryOf(ask, "page_token"));
  out.set_branch_id(QueryOf(ask, "branch_id"));
  out.set_ticket_id(QueryOf(ask, "ticket_id"));
  out.set_customer_id(QueryOf(ask, "customer_id"));
  return std::nullopt;
}

std::optional<HttpResponse> ReadQuery(const Ask& ask, wire::ListDeliveriesRequest& out) {
  const HttpRequest& request = *ask.request;
  if (auto bad = OnlyThese(
          request, {"branch_id", "ticket_id", "state", "tasks", "page_size", "page_token"})) {
    return bad;
  }
  bool tasks = false;
  std::int64_t page_size = 0;
  if (!SetState(QueryOf(ask, "state"), out)) {
    return BadQuery("The state is sending, to_tell, delivered, told, failed or unknown.");
  }
  if (!ReadSwitch(request, "tasks", tasks)) return BadQuery("Tasks is true or false.");
  if (!ReadNumber(request, "page_size", 1, kMaxPageSize, page_size)) {
    return BadQuery("The page size is a number from 1 to 200.");
  }
  out.set_tasks(tasks);
  out.set_page_size(static_cast<int>(page_size));
  out.set_page_token(QueryOf(ask, "page_token"));
  out.set_branch_id(QueryOf(ask, "branch_id"));
  out.set_ticket_id(QueryOf(ask, "ticket_id"));
  return std::nullopt;
}

// A version is a whole number from 1, as the path writes it.
std::optional<std::int64_t> VersionOf(const std::string& text) {
  std::int64_t version = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, version);
  if (error != std::errc() || stopped != end || version < 1) return std::nullopt;
  return version;
}

template <typename Request>
Request OfLoop(const Ask& ask) {
  Request request;
  request.set_loop_id(ask.part);
  return request;
}

}  // namespace

std::optional<FieldFault> FollowupRoutes::Unsaid(const boost::json::object& body,
                                                 const Shape& shape) {
  if (shape.must == nullptr || body.contains(shape.must)) return std::nullopt;
  const std::string field = shape.must;
  return FieldFault{"field-missing", field, "Say in the field " + field + ": true or false."};
}

void FollowupRoutes::ListLoops(const Ask& ask) {
  wire::ListLoopsRequest request;
  if (auto bad = ReadQuery(ask, request)) return ask.answer(*std::move(bad));
  Forward<wire::ListLoopsRequest, wire::ListLoopsResponse>(ask, &Stub::ListLoops,
                                                           std::move(request));
}

void FollowupRoutes::ListDeliveries(const Ask& ask) {
  wire::ListDeliveriesRequest request;
  if (auto bad = ReadQuery(ask, request)) return ask.answer(*std::move(bad));
  Forward<wire::ListDeliveriesRequest, wire::ListDeliveriesResponse>(ask, &Stub::ListDeliveries,
                                                                     std::move(request));
}

void FollowupRoutes::CreateLink(const Ask& ask) {
  Command<wire::CreateSurveyLinkRequest, wire::CreateSurveyLinkResponse>(
      ask, &Stub::CreateSurveyLink, OfLoop<wire::CreateSurveyLinkRequest>(ask), {{kLoopId}});
}

void FollowupRoutes::StartCall(const Ask& ask) {
  Command<wire::StartCallRequest, wire::StartCallResponse>(
      ask, &Stub::StartCall, OfLoop<wire::StartCallRequest>(ask), {{kLoopId}});
}

void FollowupRoutes::EndCall(const Ask& ask) {
  Command<wire::EndCallRequest, wire::EndCallResponse>(
      ask, &Stub::EndCall, OfLoop<wire::EndCallRequest>(ask), {{kLoopId}, "unreached"});
}

void FollowupRoutes::RecordAnswer(const Ask& ask) {
  Command<wire::RecordAnswerRequest, wire::RecordAnswerResponse>(
      ask, &Stub::RecordAnswer, OfLoop<wire::RecordAnswerRequest>(ask), {{kLoopId}});
}

void FollowupRoutes::MarkTold(const Ask& ask) {
  const auto version = VersionOf(ask.second_part);
  if (!version) {
    return ask.answer(ProblemResponse({404, "reply-unknown",
                                       "The version of a reply is a whole number from 1, as GET "
                                       "/v1/deliveries says it."}));
  }
  wire::MarkToldByPhoneRequest request;
  request.set_ticket_id(ask.part);
  request.set_reply_version(*version);
  Command<wire::MarkToldByPhoneRequest, wire::MarkToldByPhoneResponse>(
      ask, &Stub::MarkToldByPhone, std::move(request), {{"ticket_id", "reply_version"}});
}

void FollowupRoutes::GetPreference(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {})) return ask.answer(*std::move(bad));
  wire::GetContactPreferenceRequest request;
  request.set_customer_id(ask.part);
  Forward<wire::GetContactPreferenceRequest, wire::GetContactPreferenceResponse>(
      ask, &Stub::GetContactPreference, std::move(request));
}

// The token is the customer's own right and no field of this door.
void FollowupRoutes::SetPreference(const Ask& ask) {
  wire::SetContactPreferenceRequest request;
  request.set_customer_id(ask.part);
  Command<wire::SetContactPreferenceRequest, wire::SetContactPreferenceResponse>(
      ask, &Stub::SetContactPreference, std::move(request), {{"token", "customer_id"}, "surveys"});
}

}  // namespace recourse::console
