#include "services/routing/domain/suggest.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/routing/domain/acting.h"

namespace recourse::routing {
namespace {

using Tickets = std::map<TicketId, Ticket>;
using Found = Tickets::const_iterator;

template <typename Pieces>
bool Has(const Pieces& pieces, const FeedbackId& feedback_id) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [&](const auto& each) { return each.feedback_id == feedback_id; });
}

// The ticket that a piece of feedback opened or joined, or what that was merged into.
Found HolderOf(const Tickets& tickets, const FeedbackId& feedback_id) {
  auto found = tickets.find(TicketId(feedback_id.uuid()));
  if (found == tickets.end()) {
    found = std::find_if(tickets.begin(), tickets.end(),
                         [&](const auto& each) { return Has(each.second.joined, feedback_id); });
  }
  return found == tickets.end() ? found : Survivor(tickets, found->first);
}

std::pair<Timestamp, TicketId> AgeOf(const Found& ticket) {
  return {ticket->second.open_time, ticket->first};
}

// The older of two tickets is what a person would merge into.
std::pair<Found, Found> NewerAndOlder(const Found& a, const Found& b) {
  return AgeOf(a) < AgeOf(b) ? std::pair(b, a) : std::pair(a, b);
}

bool IsDeclined(const Ticket& ticket, const TicketId& other) {
  return std::find(ticket.declined.begin(), ticket.declined.end(), other) != ticket.declined.end();
}

// A ticket and one that it may suggest.
struct Pair {
  Found newer;
  Found older;
  int similarity_percent;
};

// The more alike; of what is as alike the one with the oldest ticket, which all of it belongs to.
bool IsBetter(const Pair& a, const Pair& b) {
  if (a.similarity_percent != b.similarity_percent) {
    return a.similarity_percent > b.similarity_percent;
  }
  return AgeOf(a.older) < AgeOf(b.older);
}

std::optional<Pair> BestPair(const Tickets& tickets, const Found& home,
                             const std::vector<SimilarFeedback>& similar, Timestamp now,
                             const Policy& policy) {
  std::optional<Pair> best;
  for (const SimilarFeedback& each : similar) {
    const Found other = HolderOf(tickets, each.feedback_id);
    if (other == tickets.end() || other == home) continue;
    const auto [newer, older] = NewerAndOlder(home, other);
    if (!IsOpen(newer->second) || IsDeclined(newer->second, older->first)) continue;
    if (!IsOpen(older->second) && !MayReopen(older->second, now, policy)) continue;
    const Pair pair{newer, older, each.similarity_percent};
    if (!best || IsBetter(pair, *best)) best = pair;
  }
  return best;
}

// Which ticket is to suggest what; the end where none is.
std::pair<Found, Suggestion> Choose(const Tickets& tickets, const Found& home,
                                    const SimilarFeedbackFound& found, Timestamp now,
                                    const Policy& policy) {
  const int like_count = found.like_count < kLikeCountMin ? 0 : found.like_count;
  if (const auto best = BestPair(tickets, home, found.similar, now, policy)) {
    return {best->newer,
            {best->older->first, best->older->second.number, best->similarity_percent, like_count}};
  }
  if (like_count == 0 || !IsOpen(home->second)) return {tickets.end(), {}};
  return {home, {TicketId(), "", 0, like_count}};
}

// What the ticket says from here on: the more alike of two, and the greater number.
Suggestion Better(const std::optional<Suggestion>& known, Suggestion heard) {
  if (!known) return heard;
  const int like_count = std::max(known->like_count, heard.like_count);
  if (known->similarity_percent >= heard.similarity_percent) heard = *known;
  heard.like_count = like_count;
  return heard;
}

Decision SuggestIn(const View& view, const SimilarFeedbackFound& found, Timestamp now,
                   const Policy& policy) {
  const Tickets& tickets = view.at(found.file_id).tickets;
  const Found home = HolderOf(tickets, found.feedback_id);
  if (home == tickets.end()) return {};
  const auto [holder, heard] = Choose(tickets, home, found, now, policy);
  if (holder == tickets.end()) return {};
  const Suggestion suggestion = Better(holder->second.suggestion, heard);
  if (holder->second.suggestion == suggestion) return {};
  Telling telling(holder->first, holder->second, now);
  telling.SayPassedAlarms();
  telling.ticket().suggestion = suggestion;
  telling.Say(MatterSuggested{suggestion});
  return Told(view, found.file_id, telling);
}

bool Knows(const CustomerFile& file, const FeedbackId& feedback_id) {
  return Has(file.recorded, feedback_id) ||
         HolderOf(file.tickets, feedback_id) != file.tickets.end();
}

void Forget(Timestamp now, std::vector<Expected>& expected) {
  std::erase_if(expected, [&](const Expected& each) { return each.time + kExpectedFor < now; });
  if (expected.size() > kExpectedMax) expected.erase(expected.begin());
}

Decision Expect(CustomerFile file, const SimilarFeedbackFound& found, Timestamp now) {
  if (Has(file.expected, found.feedback_id)) return {};
  file.expected.push_back({found.feedback_id, now, found.similar, found.like_count});
  Forget(now, file.expected);
  return {{{found.file_id, std::move(file)}}, {}, {}, {}};
}

std::vector<TicketId> SuggestersOf(const Tickets& tickets, const TicketId& suggested) {
  std::vector<TicketId> suggesters;
  for (const auto& [ticket_id, ticket] : tickets) {
    if (ticket.suggestion && ticket.suggestion->ticket_id == suggested) {
      suggesters.push_back(ticket_id);
    }
  }
  return suggesters;
}

// The answer stays that of the command.
void Append(Decision more, Decision& decision) {
  for (auto& [file_id, file] : more.changed) {
    decision.changed.insert_or_assign(file_id, std::move(file));
  }
  std::move(more.facts.begin(), more.facts.end(), std::back_inserter(decision.facts));
}

}  // namespace

Decision Suggest(const View& view, const SimilarFeedbackFound& found, Timestamp now,
                 const Policy& policy) {
  const auto file = view.find(found.file_id);
  if (file == view.end()) return Expect({}, found, now);
  if (!Knows(file->second, found.feedback_id)) return Expect(file->second, found, now);
  return SuggestIn(view, found, now, policy);
}

void SuggestExpected(const FeedbackClassified& feedback, Timestamp now, const Policy& policy,
                     Decision& decision) {
  const auto changed = decision.changed.find(feedback.file_id);
  if (changed == decision.changed.end() || changed->second.expected.empty()) return;
  std::vector<Expected>& expected = changed->second.expected;
  Forget(now, expected);
  const auto own = std::find_if(expected.begin(), expected.end(), [&](const Expected& each) {
    return each.feedback_id == feedback.feedback_id;
  });
  if (own == expected.end()) return;
  const SimilarFeedbackFound found{feedback.file_id, own->feedback_id, own->similar,
                                   own->like_count};
  expected.erase(own);
  Append(SuggestIn(decision.changed, found, now, policy), decision);
}

void EndSuggestionsOf(const TicketCommand& ended, const char* cause, Timestamp now,
                      Decision& decision) {
  if (decision.refusal) return;
  for (const TicketId& ticket_id :
       SuggestersOf(decision.changed.at(ended.file_id).tickets, ended.ticket_id)) {
    Telling telling(ticket_id, decision.changed.at(ended.file_id).tickets.at(ticket_id), now);
    telling.SayPassedAlarms();
    telling.ticket().suggestion.reset();
    telling.Say(SuggestionEnded{ended.agent_id, ended.ticket_id, cause});
    Append(Told(decision.changed, ended.file_id, telling), decision);
  }
}

Decision On(const View& view, const DeclineSuggestion& event, Timestamp now, const Policy&) {
  const auto object = [](const Ticket& ticket) -> Objection {
    if (!ticket.suggestion) return Refusal{"suggestion-unknown"};
    return std::nullopt;
  };
  return Carry(view, event, now, object, [&](Telling& telling) {
    Ticket& ticket = telling.ticket();
    const TicketId declined = ticket.suggestion->ticket_id;
    ticket.suggestion.reset();
    if (!declined.empty()) ticket.declined.push_back(declined);
    if (ticket.declined.size() > kDeclinedMax) ticket.declined.erase(ticket.declined.begin());
    telling.Say(SuggestionEnded{event.agent_id, declined, "declined"});
  });
}

}  // namespace recourse::routing
