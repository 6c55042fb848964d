#include "services/followup/adapters/organization_follower.h"

#include "services/common/process/log.h"
#include "services/common/runtime/backoff.h"

namespace recourse::followup {

void OrganizationFollower::Start() {
  worker_ = Worker("organization", [this](const std::stop_token& stop) { Run(stop); });
}

void OrganizationFollower::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

Status OrganizationFollower::Look() {
  auto found = ask_(known_);
  if (!found.ok()) return found.status();
  if (!*found) return absl::OkStatus();
  if (Status s = keep_((*found)->document); !s.ok()) return s;
  known_ = (*found)->version;
  Log(LogLevel::kInfo, "organisation followed", {{"version", known_}});
  return absl::OkStatus();
}

void OrganizationFollower::Run(const std::stop_token& stop) {
  Backoff backoff(kAskEvery, kAskAgainMax, "organization");
  std::string told;
  bool goes_on = true;
  while (goes_on) {
    const Status looked = Look();
    const std::string fault(looked.message());
    if (!looked.ok() && fault != told) {
      Log(LogLevel::kWarning, "the organisation is not followed: the last copy is obeyed",
          {{"error", fault}});
    }
    told = looked.ok() ? "" : fault;
    if (looked.ok()) backoff.Reset();
    goes_on = SleepFor(stop, looked.ok() ? kAskEvery : backoff.Next());
  }
}

}  // namespace recourse::followup
