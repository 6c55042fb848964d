#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/routing/domain/fact.h"

// What holds of the facts of any life of any ticket, told without a look at how it is decided.
namespace recourse::routing::testing {

// Follows facts in order; `fault` says the first that breaks a law.
class LawsOfLife {
 public:
  std::string fault;

  void Take(const Fact& fact) {
    if (fact.ticket_id.empty() || !fault.empty()) return;
    ticket_ = &lives_[fact.ticket_id];
    Versions(fact);
    Resolutions(fact);
    Breaches(fact);
    Verdicts(fact);
    ticket_->version = fact.ticket_version;
    ticket_->after = fact.after;
  }

 private:
  struct Life {
    std::int64_t version = 0;
    std::optional<Dimensions> after{};
    std::optional<Timestamp> resolve_time{};  // of the last resolution that was not withdrawn
    bool confirmed = false;
    int contacts = 1;
    std::map<sla::ClockName, Timestamp> breached{};  // told and standing, by when it was recorded
    std::map<sla::ClockName, ClockState> states{};
  };

  void Demand(bool holds, const Fact& fact, const std::string& law) {
    if (!holds && fault.empty()) {
      fault = law + ": ticket " + ToString(fact.ticket_id) + " version " +
              std::to_string(fact.ticket_version);
    }
  }

  // Versions without a hole, each fact joined to the one before it.
  void Versions(const Fact& fact) {
    Demand(fact.ticket_version == ticket_->version + 1, fact, "versions have no hole");
    Demand(fact.before == ticket_->after, fact, "a fact begins where the one before it ended");
  }

  // Each resolution is confirmed at most once; a reopening withdraws it.
  void Resolutions(const Fact& fact) {
    if (std::holds_alternative<TicketResolved>(fact.what)) {
      Demand(!ticket_->resolve_time, fact, "nothing is resolved twice without a reopening");
      ticket_->resolve_time = fact.recorded_time;
      ticket_->confirmed = false;
    }
    if (const auto* reopened = std::get_if<TicketReopened>(&fact.what)) {
      Demand(reopened->resolve_time == ticket_->resolve_time && ticket_->resolve_time, fact,
             "a reopening names the resolution that did not hold");
      ticket_->resolve_time.reset();
    }
    if (std::holds_alternative<FeedbackJoined>(fact.what)) ++ticket_->contacts;
    if (const auto* split = std::get_if<TicketSplit>(&fact.what)) {
      if (!split->same_matter) --ticket_->contacts;
    }
    const auto* confirmed = std::get_if<ResolutionConfirmed>(&fact.what);
    if (confirmed == nullptr) return;
    Demand(ticket_->resolve_time == confirmed->resolve_time, fact, "what is confirmed stands");
    Demand(!ticket_->confirmed, fact, "a resolution is confirmed once");
    Demand(!confirmed->first_contact || (fact.cycle == 1 && ticket_->contacts == 1), fact,
           "first contact is one contact and one cycle");
    ticket_->confirmed = true;
  }

  // A breach stands once, and what is taken back was told and not taken back before.
  void Breaches(const Fact& fact) {
    if (const auto* breached = std::get_if<ClockBreached>(&fact.what)) {
      Demand(fact.recorded_time > breached->due_time, fact, "no breach is early");
      Demand(ticket_->breached.emplace(breached->clock, fact.recorded_time).second, fact,
             "a breach is told once");
    }
    const auto* revoked = std::get_if<ClockBreachRevoked>(&fact.what);
    if (revoked == nullptr) return;
    const auto told = ticket_->breached.find(revoked->clock);
    Demand(told != ticket_->breached.end(), fact, "only a breach that was told is taken back");
    if (told == ticket_->breached.end()) return;
    Demand(told->second == revoked->breach_time, fact, "it is taken back where it was counted");
    Demand(revoked->due_time && revoked->answered_time <= *revoked->due_time, fact,
           "only what was kept in time is taken back");
    ticket_->breached.erase(told);
  }

  // What ended stays as it was judged, but for a correction; cancelled runs again only unmerged.
  void Verdicts(const Fact& fact) {
    for (const ClockStanding& now : fact.after->clocks) {
      const auto was = ticket_->states.find(now.name);
      if (was != ticket_->states.end()) Demand(MayBecome(was->second, now, fact), fact, "verdicts");
      ticket_->states[now.name] = now.state;
      const bool told = ticket_->breached.contains(now.name);
      if (now.state == ClockState::kMissed) Demand(told, fact, "what is missed was told");
      if (now.state == ClockState::kMet) Demand(!told, fact, "what is met was not breached");
    }
  }

  static bool MayBecome(ClockState was, const ClockStanding& now, const Fact& fact) {
    if (was == now.state) return true;
    const auto* revoked = std::get_if<ClockBreachRevoked>(&fact.what);
    const bool corrected = revoked != nullptr && revoked->clock == now.name;
    if (was == ClockState::kMet) return false;
    if (was == ClockState::kMissed) return corrected && now.state == ClockState::kMet;
    return was != ClockState::kCancelled || std::holds_alternative<TicketUnmerged>(fact.what);
  }

  std::map<TicketId, Life> lives_;
  Life* ticket_ = nullptr;
};

}  // namespace recourse::routing::testing
