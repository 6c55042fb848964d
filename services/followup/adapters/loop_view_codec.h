#pragma once

#include "recourse/followup/v1/followup_service.pb.h"
#include "services/followup/adapters/loop_query_store.h"
#include "services/followup/domain/policy.h"

namespace recourse::followup {

// What people see of loops and deliveries, as FollowupService says it.
v1::Loop ToView(const KeptLoop& kept, const Policy& policy);
v1::Delivery ToView(const Delivery& delivery);
v1::SurveyState ToView(SurveyState state);

// Filters as they were asked for, without the caller's scope; nothing where an id is none.
std::optional<LoopFilter> FilterOf(const v1::ListLoopsRequest& in);
std::optional<DeliveryFilter> FilterOf(const v1::ListDeliveriesRequest& in);

}  // namespace recourse::followup
