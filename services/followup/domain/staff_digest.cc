#include "services/followup/domain/staff_digest.h"

namespace recourse::followup {

// In a space of its own, so that no name of a person is anyone's customer_id.
FileId FileOf(const AgentId& agent_id) {
  return FileId(NamedUuid(NamedUuid(kRecourseSpace, "staff digest"), agent_id.value()));
}

// The version is the instant itself: a time that is moved is a new timer.
std::vector<Timer> TimersOf(const StaffDigest& digest) {
  if (!digest.write_time) return {};
  return {{"write", digest.write_time->time_since_epoch().count(), *digest.write_time}};
}

}  // namespace recourse::followup
