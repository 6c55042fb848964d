#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "services/common/postgres/policy_table.h"
#include "services/routing/adapters/policy_json.h"
#include "services/routing/domain/policy.h"

namespace recourse::routing {

// Versions of the policy documents as one Policy. The active versions are read in each transaction;
// documents are read, and calendars made ready, once a version. Of SLA rules and calendars all
// versions are kept, for running tickets were promised by them. Thread-safe.
class PolicyStore {
 public:
  // UNAVAILABLE, with what to do, while a kind is missing.
  StatusOr<std::shared_ptr<const Policy>> Active(Session& session);
  // Whether a document can be obeyed beside those that are active: INVALID_ARGUMENT names the place
  // and what would be right; NOT_FOUND for a kind that is not routing's. Warns in the log of
  // calendars that are not known much longer.
  Status Check(Session& session, const std::string& kind, const std::string& document);

 private:
  using Versions = std::map<std::string, std::int64_t>;
  // What is kept of all versions of SLA rules and calendars.
  struct Kept {
    Versions read{};  // up to which version, active or not
    std::map<std::int64_t, SlaRules> sla{};
    sla::Calendars calendars{};
    CalendarsById latest{};                      // of each id, by the last version that has it
    std::map<std::string, std::string> names{};  // id -> id@version, of `latest`
    // Those of each version, for an older one may be made active again.
    std::map<std::int64_t, std::map<std::string, std::string>> names_of{};
  };

  StatusOr<std::shared_ptr<const Policy>> Read(Session& session, const Versions& versions);
  Status Keep(Session& session, const Versions& versions);
  void KeepSla(std::int64_t version, const std::string& document);
  void KeepCalendars(std::int64_t version, const std::string& document);

  std::mutex mutex_;
  Versions versions_;
  std::shared_ptr<const Policy> policy_;
  Kept kept_;
};

}  // namespace recourse::routing
