#include "services/console/adapters/ticket_codec.h"

#include <google/rpc/status.pb.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

using boost::json::object;
namespace wire = routing::v1;

std::string StateWord(wire::TicketState state) {
  return WordOf(wire::TicketState_Name(state), "TICKET_STATE_");
}
std::string ClockWord(wire::ClockState state) {
  return WordOf(wire::ClockState_Name(state), "CLOCK_STATE_");
}

void PutTime(object& out, const char* name, bool has, const google::protobuf::Timestamp& time) {
  if (has) out[name] = TimeText(time);
}

// The fact under its own name, its fields as the contract calls them.
void PutFact(object& out, const wire::TicketEvent& from) {
  const auto* which = from.GetDescriptor()->FindOneofByName("fact");
  const auto* field = from.GetReflection()->GetOneofFieldDescriptor(from, which);
  if (field == nullptr) return;
  out[field->name()] = MessageJson(from.GetReflection()->GetMessage(from, field));
}

template <typename List>
boost::json::array ListJson(const List& from) {
  boost::json::array out;
  for (const auto& one : from) out.push_back(MessageJson(one));
  return out;
}

object DimensionsJson(const wire::Dimensions& from) {
  return {{"branch_id", from.branch_id()},    {"region", from.region_id()},
          {"category", from.category()},      {"channel", from.channel()},
          {"agent_id", from.agent_id()},      {"severity", from.severity()},
          {"state", StateWord(from.state())}, {"response_clock", ClockWord(from.response_clock())},
          {"clocks", ListJson(from.clocks())}};
}

// Any promise that is overdue and still owed. What was said before there were several clocks tells
// of the first response alone.
template <typename Holder>
bool Owes(const Holder& holder) {
  if (holder.clocks().empty()) return holder.response_clock() == wire::CLOCK_STATE_BREACHED;
  return std::any_of(holder.clocks().begin(), holder.clocks().end(),
                     [](const auto& clock) { return clock.state() == wire::CLOCK_STATE_BREACHED; });
}

}  // namespace

object TicketJson(const wire::Ticket& from) {
  object out{{"ticket_id", from.ticket_id()},
             {"number", from.number()},
             {"version", from.version()},
             {"customer_id", from.customer_id()},
             {"branch_id", from.branch_id()},
             {"region", from.region_id()},
             {"category", from.category()},
             {"channel", from.channel()},
             {"severity", from.severity()},
             {"state", StateWord(from.state())},
             {"response_clock", ClockWord(from.response_clock())},
             {"agent_id", from.agent_id()},
             {"subject", from.subject()},
             {"feedback_count", from.feedback_count()},
             {"routing_rule", from.routing_rule()},
             {"routing_policy_version", from.routing_policy_version()},
             {"sla_policy_version", from.sla_policy_version()},
             {"cycle", from.cycle()},
             {"clocks", ListJson(from.clocks())},
             {"reason", from.reason()},
             {"merged_into_ticket_id", from.merged_into_ticket_id()},
             {"language", from.language()}};
  if (from.has_suggestion()) out["suggestion"] = MessageJson(from.suggestion());
  PutTime(out, "open_time", from.has_open_time(), from.open_time());
  PutTime(out, "due_time", from.has_due_time(), from.due_time());
  PutTime(out, "warn_time", from.has_warn_time(), from.warn_time());
  PutTime(out, "response_time", from.has_response_time(), from.response_time());
  PutTime(out, "breach_time", from.has_breach_time(), from.breach_time());
  PutTime(out, "resolve_time", from.has_resolve_time(), from.resolve_time());
  return out;
}

object HeldTicketJson(const wire::Ticket& from) { return {{"ticket", TicketJson(from)}}; }

object HistoryJson(const wire::TicketHistory& from) {
  boost::json::array facts;
  for (const wire::TicketEvent& fact : from.facts()) facts.push_back(ChangeJson(fact));
  return {{"facts", std::move(facts)}, {"more", from.more()}};
}

object ExplanationJson(const wire::ExplainTicketResponse& from) {
  return {{"ticket", TicketJson(from.ticket())},
          {"routing_reason", from.routing_reason()},
          {"clocks", ListJson(from.clocks())}};
}

std::optional<object> ChangedSince(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& detail : details.details()) {
    wire::TicketHistory history;
    if (detail.UnpackTo(&history)) return HistoryJson(history);
  }
  return std::nullopt;
}

object ChangeJson(const wire::TicketEvent& from) {
  object out{{"ticket_id", from.ticket_id()},     {"ticket_version", from.ticket_version()},
             {"number", from.number()},           {"customer_id", from.customer_id()},
             {"feedback_id", from.feedback_id()}, {"cycle", from.cycle()}};
  PutTime(out, "occurred_time", from.has_occurred_time(), from.occurred_time());
  PutTime(out, "recorded_time", from.has_recorded_time(), from.recorded_time());
  if (from.has_before()) out["before"] = DimensionsJson(from.before());
  if (from.has_after()) out["after"] = DimensionsJson(from.after());
  PutFact(out, from);
  return out;
}

object DispositionJson(const wire::GetDispositionResponse& from) {
  object out{{"kind", WordOf(wire::DispositionKind_Name(from.kind()), "DISPOSITION_KIND_")}};
  if (!from.ticket_id().empty()) out["ticket_id"] = from.ticket_id();
  return out;
}

object BranchesJson(const wire::ListBranchesResponse& from) {
  boost::json::array branches;
  for (const wire::Branch& branch : from.branches()) {
    branches.push_back({{"branch_id", branch.branch_id()},
                        {"name_zh", branch.name_zh()},
                        {"name_en", branch.name_en()},
                        {"region", branch.region_id()}});
  }
  return {{"branches", std::move(branches)}};
}

object TicketsJson(const wire::ListTicketsResponse& from) {
  boost::json::array tickets;
  for (const wire::Ticket& ticket : from.tickets()) tickets.push_back(TicketJson(ticket));
  return {{"tickets", std::move(tickets)}, {"next_page_token", from.next_page_token()}};
}

bool IsBreached(const wire::Ticket& ticket) { return Owes(ticket); }

bool TouchesBreach(const wire::TicketEvent& change) {
  return Owes(change.before()) || Owes(change.after());
}

}  // namespace recourse::console
