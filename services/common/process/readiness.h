#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace recourse {

// Whether this process can do its job now, and if not, why and what to do. Health is another
// question: a process that runs and waits for its database is healthy and not ready. Thread-safe.
class Readiness {
 public:
  struct Reason {
    std::string condition;
    // What is wrong and what mends it, a sentence for the person on duty.
    std::string sentence;
    friend bool operator==(const Reason&, const Reason&) = default;
  };
  // Called with the new answer whenever it changes, in the order of the changes. It may ask this
  // class, and must not change it.
  using Listener = std::function<void(bool ready)>;

  // A condition that was never named does not count. Name each at start by SetNotReady, so that
  // nothing is ready before it has proved it.
  void SetNotReady(const std::string& condition, std::string sentence);
  void SetReady(const std::string& condition);
  // The condition is no longer this process's business (a partition that went to another).
  void Forget(const std::string& condition);

  bool Ready() const;
  // Empty when ready; ordered by condition.
  std::vector<Reason> Reasons() const;
  // Called at once with the present answer, and then on each change. Before threads are made.
  void Listen(Listener listener);

 private:
  using Conditions = std::map<std::string, std::string>;  // an empty sentence is ready

  void Change(const std::function<void(Conditions&)>& change);

  std::mutex announcing_;  // keeps announcements in the order of the changes
  mutable std::mutex mutex_;
  Conditions conditions_;
  std::vector<Listener> listeners_;
};

}  // namespace recourse
