#include "services/common/process/readiness.h"

#include <utility>

#include "services/common/process/log.h"

namespace recourse {

void Readiness::SetNotReady(const std::string& condition, std::string sentence) {
  if (sentence.empty()) {
    sentence = "no reason was given";  // an empty one would read as ready
  }
  Change([&](Conditions& all) {
    std::string& present = all[condition];
    if (present != sentence) {
      Log(LogLevel::kWarning, "not ready", {{"condition", condition}, {"reason", sentence}});
    }
    present = sentence;
  });
}

void Readiness::SetReady(const std::string& condition) {
  Change([&](Conditions& all) {
    std::string& present = all[condition];
    if (!present.empty()) {
      Log(LogLevel::kInfo, "ready", {{"condition", condition}});
    }
    present.clear();
  });
}

void Readiness::Forget(const std::string& condition) {
  Change([&](Conditions& all) { all.erase(condition); });
}

bool Readiness::Ready() const { return Reasons().empty(); }

std::vector<Readiness::Reason> Readiness::Reasons() const {
  const std::lock_guard lock(mutex_);
  std::vector<Reason> reasons;
  for (const auto& [condition, sentence] : conditions_) {
    if (!sentence.empty()) {
      reasons.push_back({condition, sentence});
    }
  }
  return reasons;
}

void Readiness::Listen(Listener listener) {
  const std::lock_guard order(announcing_);
  listener(Ready());
  listeners_.push_back(std::move(listener));
}

void Readiness::Change(const std::function<void(Conditions&)>& change) {
  const std::lock_guard order(announcing_);
  const bool before = Ready();
  {
    const std::lock_guard lock(mutex_);
    change(conditions_);
  }
  const bool after = Ready();
  if (before == after) {
    return;
  }
  for (const Listener& listener : listeners_) {
    listener(after);
  }
}

}  // namespace recourse
