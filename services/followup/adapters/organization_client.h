#pragma once

#include <memory>
#include <optional>

#include "recourse/policy/v1/policy_service.grpc.pb.h"
#include "services/common/access/service_key.h"
#include "services/common/grpc/client.h"
#include "services/followup/adapters/organization_follower.h"

namespace recourse::followup {

// Asks routing which organisation is active, in followup's own name. Thread-safe.
class OrganizationClient {
 public:
  static constexpr std::chrono::milliseconds kDeadline{5'000};

  OrganizationClient(const Address& peer, Secret key_secret);
  // Nothing where the version is still `known`. NOT_FOUND: there is none yet.
  StatusOr<std::optional<FollowedOrganization>> Ask(std::int64_t known);

 private:
  const ServiceKey key_;
  const std::unique_ptr<policy::v1::PolicyService::Stub> stub_;
};

}  // namespace recourse::followup
