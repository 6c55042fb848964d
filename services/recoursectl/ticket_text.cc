#include "services/recoursectl/ticket_text.h"

#include <algorithm>
#include <cstdio>

namespace recourse::ctl {
namespace {

using namespace routing::v1;  // NOLINT: the contract of this file

// The word of an enumerator: its name without the enumeration's, in lower case.
std::string Word(const std::string& name, const std::string& prefix) {
  std::string word = name.starts_with(prefix) ? name.substr(prefix.size()) : "?";
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word == "unspecified" ? "-" : word;
}

std::string StateWord(TicketState state) { return Word(TicketState_Name(state), "TICKET_STATE_"); }
std::string ClockWord(ClockState state) { return Word(ClockState_Name(state), "CLOCK_STATE_"); }

}  // namespace

std::string TimeOrDash(bool present, const google::protobuf::Timestamp& time) {
  return TimeText(present, time.seconds(), time.nanos());
}

void PrintTicketLine(const Ticket& ticket) {
  std::printf("%-10s %-9s %-9s due %s  %-18s %-14s %s\n", ticket.number().c_str(),
              StateWord(ticket.state()).c_str(), ClockWord(ticket.response_clock()).c_str(),
              TimeOrDash(ticket.has_due_time(), ticket.due_time()).c_str(),
              ticket.branch_id().c_str(), ticket.category().c_str(), ticket.subject().c_str());
}

void PrintTicket(const Context& context, const Ticket& ticket) {
  if (context.json) {
    PrintJson(ticket);
  } else {
    PrintTicketLine(ticket);
  }
}

void PrintClock(const TicketClock& clock) {
  const std::string name =
      Word(ClockKind_Name(clock.kind()), "CLOCK_KIND_") + "." + std::to_string(clock.cycle());
  std::printf(
      "  %-18s %-9s due %s  used %lld of %lld ms  %s%s%s\n", name.c_str(),
      ClockWord(clock.state()).c_str(), TimeOrDash(clock.has_due_time(), clock.due_time()).c_str(),
      static_cast<long long>(clock.consumed_ms()), static_cast<long long>(clock.target_ms()),
      clock.calendar_id().empty() ? "always open" : clock.calendar_id().c_str(),
      clock.reason().empty() ? "" : ", ", clock.reason().c_str());
}

void PrintSuggestion(const Ticket& ticket) {
  if (!ticket.has_suggestion()) return;
  const TicketSuggestion& suggestion = ticket.suggestion();
  if (!suggestion.ticket_id().empty()) {
    const char* number = ticket.number().c_str();
    const char* other = suggestion.number().c_str();
    std::printf(
        "  may be the same matter as %s (%d %% alike): ticket merge %s %s, or ticket decline"
        " %s\n",
        other, suggestion.similarity_percent(), number, other, number);
  }
  if (suggestion.like_count() > 0) {
    std::printf("  %d pieces of feedback like this in 24 hours\n", suggestion.like_count());
  }
}

void PrintFact(const TicketEvent& event) {
  const auto* what = event.GetReflection()->GetOneofFieldDescriptor(
      event, event.GetDescriptor()->FindOneofByName("fact"));
  std::printf("%s %-10s %-15s %-9s %-9s %s %s\n", TimeOrDash(true, event.recorded_time()).c_str(),
              event.number().c_str(), what == nullptr ? "?" : what->name().c_str(),
              StateWord(event.after().state()).c_str(),
              ClockWord(event.after().response_clock()).c_str(), event.after().branch_id().c_str(),
              event.after().category().c_str());
}

}  // namespace recourse::ctl
