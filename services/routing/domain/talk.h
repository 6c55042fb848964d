#pragma once

#include <string>
#include <vector>

#include "services/routing/domain/policy.h"
#include "services/routing/domain/telling.h"

namespace recourse::routing {

// What a conversation does to a ticket's clocks, in two halves around the fact that tells of it:
//
//   Talk talk(telling.ticket(), telling.now(), policy);
//   talk.Heed(sla::Answered{});
//   telling.Say(TicketReplied{...}, talk.Ended());
//   talk.SayMoved(telling, "resumed");
class Talk {
 public:
  // A calendar that was changed since holds for the ticket from here on.
  Talk(Ticket& ticket, Timestamp now, const Policy& policy);
  void Heed(const decltype(sla::TalkEvent::what)& what);
  // The stretches of time that were ended by it.
  std::vector<EndedDuration> Ended() const;
  // Says each due time that moved, of clocks that were owed before and are still.
  void SayMoved(Telling& telling, const std::string& cause) const;

 private:
  void PauseStarted(sla::Promises& promises, const sla::PromiseRules& rules) const;
  void RefreshAll(const std::map<sla::ClockName, std::vector<sla::ClockEvent>>& events);

  Ticket& ticket_;
  const Timestamp now_;
  const Policy& policy_;
  const Clocks before_;
};

}  // namespace recourse::routing
