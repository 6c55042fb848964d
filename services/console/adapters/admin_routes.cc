#include "services/console/adapters/admin_routes.h"

namespace recourse::console {

Door::Routes AdminRoutes(UserRoutes& user, PolicyRoutes& policy, KeyRoutes& key) {
  return {
      {Route::kListUsers, [&](const Ask& ask) { user.List(ask); }},
      {Route::kCreateUser, [&](const Ask& ask) { user.Create(ask); }},
      {Route::kResetUser, [&](const Ask& ask) { user.Reset(ask); }},
      {Route::kDisableUser, [&](const Ask& ask) { user.Disable(ask); }},
      {Route::kChangeUser, [&](const Ask& ask) { user.Change(ask); }},
      {Route::kListPolicies, [&](const Ask& ask) { policy.List(ask); }},
      {Route::kGetPolicy, [&](const Ask& ask) { policy.Get(ask); }},
      {Route::kPutPolicy, [&](const Ask& ask) { policy.Put(ask); }},
      {Route::kListPolicyVersions, [&](const Ask& ask) { policy.ListVersions(ask); }},
      {Route::kListPolicyActivations, [&](const Ask& ask) { policy.ListActivations(ask); }},
      {Route::kActivatePolicy, [&](const Ask& ask) { policy.Activate(ask); }},
      {Route::kRollBackPolicy, [&](const Ask& ask) { policy.RollBack(ask); }},
      {Route::kPreviewPolicy, [&](const Ask& ask) { policy.Preview(ask); }},
      {Route::kListKeys, [&](const Ask& ask) { key.List(ask); }},
      {Route::kCreateKey, [&](const Ask& ask) { key.Create(ask); }},
      {Route::kRevokeKey, [&](const Ask& ask) { key.Revoke(ask); }},
  };
}

}  // namespace recourse::console
