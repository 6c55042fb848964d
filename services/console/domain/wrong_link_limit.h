#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>

#include "services/common/core/time.h"

namespace recourse::console {

// So many links that nobody gave out may come from one address in such a time.
inline constexpr int kWrongLinksMax = 20;
inline constexpr Duration kWrongLinksWindow = std::chrono::minutes(10);
// Beyond this many addresses the one that began longest ago is forgotten.
inline constexpr std::size_t kWrongLinkAddressesMax = 20'000;

// Who tries links out. A value: its user brings the time and the lock.
class WrongLinkLimit {
 public:
  // How long this address is to wait, where it tried too many.
  std::optional<Duration> Wait(const std::string& address, Timestamp now) const;
  void NoteWrong(const std::string& address, Timestamp now);
  std::size_t remembered() const { return windows_.size(); }

 private:
  struct Window {
    std::string address;
    Timestamp start;
    int count = 0;
  };
  using Windows = std::list<Window>;  // in the order in which they began

  void Forget(Windows::iterator window);
  void MakeRoom(Timestamp now);

  Windows windows_;
  std::map<std::string, Windows::iterator> by_address_;
};

}  // namespace recourse::console
