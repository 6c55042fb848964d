#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/common/core/time.h"

namespace recourse::console {

// Somebody who looks at a ticket.
struct Present {
  std::string agent_id;
  std::string name;
  bool typing = false;
  friend bool operator==(const Present&, const Present&) = default;
};

// Who looks at which ticket, and who of them types. A look begins and ends with a watch, so there
// are never more than there are watches; typing is forgotten after kTypingFor unless said again.
// Not thread-safe.
class Presence {
 public:
  using Look = std::uint64_t;
  static constexpr Duration kTypingFor = std::chrono::seconds(6);

  // `look` is the caller's own number for it, never used twice.
  void Enter(Look look, const std::string& ticket_id, const std::string& agent_id,
             const std::string& name);
  void Leave(Look look);
  // False where this agent does not look at the ticket.
  bool Type(const std::string& ticket_id, const std::string& agent_id, bool typing, Timestamp now);
  // Each person once, by name, whatever the number of his windows.
  std::vector<Present> At(const std::string& ticket_id, Timestamp now) const;

 private:
  struct Entry {
    std::string agent_id;
    std::string name;
    Timestamp typing_until{};
  };

  std::map<Look, std::string> tickets_;
  std::map<std::string, std::map<Look, Entry>> looks_;
};

}  // namespace recourse::console
