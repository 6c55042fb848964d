#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "services/common/core/status.h"
#include "services/common/process/worker.h"

namespace recourse::followup {

// One version of routing's organisation, as it was put there.
struct FollowedOrganization {
  std::int64_t version = 0;
  std::string document;
};

// Keeps followup's own copy of routing's organisation at the active version: a change is here
// within kAskEvery, and while routing is away the last copy is obeyed. What cannot be read or kept
// is told in the log, once a version, and asked for again.
class OrganizationFollower {
 public:
  static constexpr std::chrono::milliseconds kAskEvery{500};
  static constexpr std::chrono::milliseconds kAskAgainMax{2'000};  // while routing is away

  // What is active where the version is not `known`; else nothing.
  using Ask = std::function<StatusOr<std::optional<FollowedOrganization>>(std::int64_t known)>;
  using Keep = std::function<Status(const std::string& document)>;

  OrganizationFollower(Ask ask, Keep keep) : ask_(std::move(ask)), keep_(std::move(keep)) {}
  ~OrganizationFollower() { Stop(); }

  void Start();
  void Stop();
  // One question, and the keeping of its answer.
  Status Look();

 private:
  void Run(const std::stop_token& stop);

  const Ask ask_;
  const Keep keep_;
  std::int64_t known_ = 0;
  Worker worker_;
};

}  // namespace recourse::followup
