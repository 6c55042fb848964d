#include "services/routing/domain/dimensions.h"

#include <utility>

namespace recourse::routing {

Dimensions DimensionsOf(const Ticket& ticket) {
  return {ticket.branch_id, ticket.region_id, ticket.category, ticket.channel,
          ticket.agent_id,  ticket.severity,  ticket.state,    ticket.clock.state};
}

Telling::Telling(TicketId ticket_id, Ticket ticket, Timestamp now)
    : ticket_id_(ticket_id), ticket_(std::move(ticket)), now_(now), before_(DimensionsOf(ticket_)) {
  origin_.occurred_time = now;
}

void Telling::Because(const FeedbackClassified& feedback) {
  origin_.feedback_id = feedback.feedback_id;
  origin_.occurred_time = feedback.occurred_time;
  origin_.model_version = feedback.model_version;
  origin_.rules_version = feedback.rules_version;
}

void Telling::Say(What what, std::vector<EndedDuration> ended) {
  Fact fact = origin_;
  fact.ticket_id = ticket_id_;
  fact.ticket_version = ++ticket_.version;
  fact.number = ticket_.number;
  fact.customer_id = ticket_.customer_id;
  fact.recorded_time = now_;
  fact.before = before_;
  fact.after = DimensionsOf(ticket_);
  fact.durations_ended = std::move(ended);
  fact.versions = ticket_.versions;
  fact.what = std::move(what);
  before_ = fact.after;
  facts_.push_back(std::move(fact));
}

void Telling::Open(TicketOpened what) {
  before_.reset();
  Say(std::move(what));
}

}  // namespace recourse::routing
