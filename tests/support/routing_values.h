#pragma once

#include <string>

#include "services/routing/domain/decide.h"

// Short names for the values that tests of routing begin with.
namespace recourse::routing::testing {

using namespace std::chrono_literals;

// A text as an id: the same text, the same id.
template <typename IdType>
IdType IdOf(const std::string& name) {
  return IdType(NamedUuid(kRecourseSpace, name));
}

inline Timestamp At(int minutes) { return Timestamp(Duration(std::chrono::minutes(minutes))); }

// Two branches; cards at b1, all else at b0; 30 minutes, warned of at 75 %.
inline Policy SmallPolicy() {
  Policy policy;
  policy.branches = {{BranchId("b0"), {BranchId("b0"), RegionId("north"), "总部", "Head", {}}},
                     {BranchId("b1"), {BranchId("b1"), RegionId("south"), "一", "One", {"X"}}}};
  policy.branch_of_place = {{"X", BranchId("b1")}};
  policy.rules = {{"cards", Category("card"), std::nullopt, BranchId("b1")}};
  policy.otherwise = BranchId("b0");
  policy.response = {"always", 30min, 22min + 30s};
  policy.versions = {3, 5};
  return policy;
}

inline FeedbackClassified Feedback(const std::string& id, const std::string& customer,
                                   const std::string& category,
                                   const std::string& type = "complaint") {
  FeedbackClassified event;
  event.file_id = IdOf<FileId>(customer);
  event.customer_id = IdOf<CustomerId>(customer);
  event.feedback_id = IdOf<FeedbackId>(id);
  event.type = type;
  event.category = Category(category);
  event.channel = Channel("phone");
  event.text = "text of " + id;
  event.ordinal = 7;
  event.rules_version = 2;
  return event;
}

// The ticket that feedback `id` opens.
inline TicketId TicketOf(const std::string& id) {
  return TicketId(IdOf<FeedbackId>(id).uuid());
}

}  // namespace recourse::routing::testing
