#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "services/common/core/time.h"

namespace recourse::console {

// Tries that failed, per name and per address, in a window of time.
inline constexpr int kSignInTriesPerUser = 10;
inline constexpr int kSignInTriesPerAddress = 50;
inline constexpr Duration kSignInWindow = std::chrono::minutes(5);
// Beyond this many names or addresses the oldest windows are forgotten.
inline constexpr std::size_t kSignInTracked = 20'000;

// Counts a try when it begins and takes it back when it succeeds, so that many tries at once do not
// slip through together. A value: its user brings the time and the lock.
class SignInLimit {
 public:
  // Nothing, and the try is counted; or how long to wait.
  std::optional<Duration> Begin(const std::string& user, const std::string& address,
                                Timestamp now);
  void Succeeded(const std::string& user, const std::string& address);

 private:
  struct Window {
    Timestamp start;
    int tries = 0;
  };
  using Windows = std::map<std::string, Window>;

  static Window& Fresh(Windows& windows, const std::string& key, Timestamp now);
  static void TakeBack(Windows& windows, const std::string& key);
  static void Forget(Windows& windows, Timestamp now);

  Windows users_;
  Windows addresses_;
};

}  // namespace recourse::console
