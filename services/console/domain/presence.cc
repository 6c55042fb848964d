#include "services/console/domain/presence.h"

#include <utility>

namespace recourse::console {

void Presence::Enter(Look look, const std::string& ticket_id, const std::string& agent_id,
                     const std::string& name) {
  tickets_[look] = ticket_id;
  looks_[ticket_id][look] = {agent_id, name};
}

void Presence::Leave(Look look) {
  const auto ticket = tickets_.find(look);
  if (ticket == tickets_.end()) return;
  const auto looks = looks_.find(ticket->second);
  looks->second.erase(look);
  if (looks->second.empty()) looks_.erase(looks);
  tickets_.erase(ticket);
}

bool Presence::Type(const std::string& ticket_id, const std::string& agent_id, bool typing,
                    Timestamp now) {
  const auto looks = looks_.find(ticket_id);
  if (looks == looks_.end()) return false;
  bool found = false;
  for (auto& [look, entry] : looks->second) {
    if (entry.agent_id != agent_id) continue;
    entry.typing_until = typing ? now + kTypingFor : Timestamp{};
    found = true;
  }
  return found;
}

std::vector<Present> Presence::At(const std::string& ticket_id, Timestamp now) const {
  const auto looks = looks_.find(ticket_id);
  if (looks == looks_.end()) return {};
  std::map<std::pair<std::string, std::string>, bool> people;
  for (const auto& [look, entry] : looks->second) {
    bool& typing = people[{entry.name, entry.agent_id}];
    typing = typing || entry.typing_until > now;
  }
  std::vector<Present> present;
  for (const auto& [who, typing] : people) present.push_back({who.second, who.first, typing});
  return present;
}

}  // namespace recourse::console
