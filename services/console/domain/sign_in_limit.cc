#include "services/console/domain/sign_in_limit.h"

#include <algorithm>

namespace recourse::console {

SignInLimit::Window& SignInLimit::Fresh(Windows& windows, const std::string& key, Timestamp now) {
  if (windows.size() >= kSignInTracked && !windows.contains(key)) Forget(windows, now);
  Window& window = windows.try_emplace(key, Window{now, 0}).first->second;
  if (now - window.start >= kSignInWindow) window = {now, 0};
  return window;
}

// Those that are over; where none is, the oldest, for the table never grows beyond its limit.
void SignInLimit::Forget(Windows& windows, Timestamp now) {
  std::erase_if(windows, [&](const auto& entry) {
    return now - entry.second.start >= kSignInWindow;
  });
  if (windows.size() < kSignInTracked) return;
  windows.erase(std::min_element(windows.begin(), windows.end(), [](const auto& a, const auto& b) {
    return a.second.start < b.second.start;
  }));
}

std::optional<Duration> SignInLimit::Begin(const std::string& user, const std::string& address,
                                           Timestamp now) {
  Window& of_user = Fresh(users_, user, now);
  Window& of_address = Fresh(addresses_, address, now);
  if (of_user.tries >= kSignInTriesPerUser) return of_user.start + kSignInWindow - now;
  if (of_address.tries >= kSignInTriesPerAddress) return of_address.start + kSignInWindow - now;
  ++of_user.tries;
  ++of_address.tries;
  return std::nullopt;
}

void SignInLimit::TakeBack(Windows& windows, const std::string& key) {
  const auto found = windows.find(key);
  if (found != windows.end() && found->second.tries > 0) --found->second.tries;
}

void SignInLimit::Succeeded(const std::string& user, const std::string& address) {
  users_.erase(user);
  TakeBack(addresses_, address);
}

}  // namespace recourse::console
