#include "services/console/adapters/ticket_codec.h"

#include <google/protobuf/util/json_util.h>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "recourse/routing/v1/ticket_service.pb.h"
#include "services/common/process/json.h"
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

object DimensionsJson(const wire::Dimensions& from) {
  return {{"branch_id", from.branch_id()}, {"region", from.region_id()},
          {"category", from.category()},   {"channel", from.channel()},
          {"agent_id", from.agent_id()},   {"severity", from.severity()},
          {"state", StateWord(from.state())}, {"response_clock", ClockWord(from.response_clock())}};
}

object OpenedJson(const wire::TicketOpened& from) {
  object out{{"subject", from.subject()},
             {"target_ms", from.target_ms()},
             {"calendar_id", from.calendar_id()},
             {"routing_rule", from.routing_rule()}};
  PutTime(out, "due_time", from.has_due_time(), from.due_time());
  PutTime(out, "warn_time", from.has_warn_time(), from.warn_time());
  return out;
}

// A fact whose fields the pages take as protobuf prints them.
void PutPrinted(object& out, const wire::TicketEvent& from) {
  const auto* which = from.GetDescriptor()->FindOneofByName("fact");
  const auto* field = from.GetReflection()->GetOneofFieldDescriptor(from, which);
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto& fact = from.GetReflection()->GetMessage(from, field);
  if (!google::protobuf::util::MessageToJsonString(fact, &text, options).ok()) return;
  auto printed = ParseJsonObject(text);
  if (auto* made = std::get_if<object>(&printed)) out[field->name()] = std::move(*made);
}

void PutFact(object& out, const wire::TicketEvent& from) {
  switch (from.fact_case()) {
    case wire::TicketEvent::kOpened:
      out["opened"] = OpenedJson(from.opened());
      return;
    case wire::TicketEvent::kJoined:
      out["joined"] = object{};
      return;
    case wire::TicketEvent::kRecorded:
      out["recorded"] = object{{"type", from.recorded().type()}};
      return;
    case wire::TicketEvent::kTaken:
      out["taken"] = object{{"agent_id", from.taken().agent_id()}};
      return;
    case wire::TicketEvent::kReplied:
      out["replied"] = object{{"agent_id", from.replied().agent_id()},
                              {"text", from.replied().text()}};
      return;
    case wire::TicketEvent::kResolved:
      out["resolved"] = object{{"agent_id", from.resolved().agent_id()},
                               {"resolution", from.resolved().resolution()}};
      return;
    case wire::TicketEvent::kClockWarned:
      out["clock_warned"] = object{{"due_time", TimeText(from.clock_warned().due_time())}};
      return;
    case wire::TicketEvent::kClockBreached:
      out["clock_breached"] = object{{"due_time", TimeText(from.clock_breached().due_time())}};
      return;
    case wire::TicketEvent::FACT_NOT_SET:
      return;
    default:
      PutPrinted(out, from);
  }
}

bool Owes(const wire::Dimensions& dimensions) {
  return dimensions.response_clock() == wire::CLOCK_STATE_BREACHED;
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
             {"sla_policy_version", from.sla_policy_version()}};
  PutTime(out, "open_time", from.has_open_time(), from.open_time());
  PutTime(out, "due_time", from.has_due_time(), from.due_time());
  PutTime(out, "warn_time", from.has_warn_time(), from.warn_time());
  PutTime(out, "response_time", from.has_response_time(), from.response_time());
  PutTime(out, "breach_time", from.has_breach_time(), from.breach_time());
  PutTime(out, "resolve_time", from.has_resolve_time(), from.resolve_time());
  return out;
}

object ChangeJson(const wire::TicketEvent& from) {
  object out{{"ticket_id", from.ticket_id()},
             {"ticket_version", from.ticket_version()},
             {"number", from.number()},
             {"customer_id", from.customer_id()},
             {"feedback_id", from.feedback_id()}};
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

bool IsBreached(const wire::Ticket& ticket) {
  return ticket.response_clock() == wire::CLOCK_STATE_BREACHED;
}

bool TouchesBreach(const wire::TicketEvent& change) {
  return Owes(change.before()) || Owes(change.after());
}

}  // namespace recourse::console
