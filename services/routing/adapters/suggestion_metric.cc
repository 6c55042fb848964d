#include "services/routing/adapters/suggestion_metric.h"

#include <variant>

namespace recourse::routing {
namespace {

Counter CounterOf(const char* outcome) {
  return Counter("recourse_routing_suggestions_total",
                 "What may be the same matter as another ticket, and what people made of it.",
                 {{"outcome", outcome}});
}

}  // namespace

SuggestionMetric::SuggestionMetric()
    : suggested_(CounterOf("suggested")),
      declined_(CounterOf("declined")),
      merged_(CounterOf("merged")) {}

void SuggestionMetric::Count(const Changes<Domain>& changes) const {
  for (const auto& [id, fact] : changes.facts) {
    if (std::holds_alternative<MatterSuggested>(fact.what)) suggested_.Add();
    const auto* ended = std::get_if<SuggestionEnded>(&fact.what);
    if (ended != nullptr && ended->cause == "declined") declined_.Add();
  }
  for (const auto& [file_id, before] : changes.before) {
    const auto now = changes.states.find(file_id);
    if (now != changes.states.end()) CountMergings(before, now->second);
  }
}

// Merged as was suggested.
void SuggestionMetric::CountMergings(const CustomerFile& before, const CustomerFile& now) const {
  for (const auto& [ticket_id, was] : before.tickets) {
    if (!was.suggestion || was.suggestion->ticket_id.empty()) continue;
    const auto found = now.tickets.find(ticket_id);
    if (found == now.tickets.end()) continue;
    if (found->second.merged_into == was.suggestion->ticket_id) merged_.Add();
  }
}

}  // namespace recourse::routing
