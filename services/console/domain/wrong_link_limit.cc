#include "services/console/domain/wrong_link_limit.h"

namespace recourse::console {

std::optional<Duration> WrongLinkLimit::Wait(const std::string& address, Timestamp now) const {
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return std::nullopt;
  const Window& window = *found->second;
  const Duration left = window.start + kWrongLinksWindow - now;
  if (window.count < kWrongLinksMax || left <= Duration::zero()) return std::nullopt;
  return left;
}

void WrongLinkLimit::NoteWrong(const std::string& address, Timestamp now) {
  const auto known = by_address_.find(address);
  if (known != by_address_.end() && now - known->second->start >= kWrongLinksWindow) {
    Forget(known->second);
  }
  const auto found = by_address_.find(address);
  if (found != by_address_.end()) {
    ++found->second->count;
    return;
  }
  MakeRoom(now);
  windows_.push_back({address, now, 1});
  by_address_[address] = std::prev(windows_.end());
}

void WrongLinkLimit::Forget(Windows::iterator window) {
  by_address_.erase(window->address);
  windows_.erase(window);
}

void WrongLinkLimit::MakeRoom(Timestamp now) {
  while (!windows_.empty() && (windows_.size() >= kWrongLinkAddressesMax ||
                               now - windows_.front().start >= kWrongLinksWindow)) {
    Forget(windows_.begin());
  }
}

}  // namespace recourse::console
