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

// Open from 0:00 to 10:00 UTC.
inline sla::Calendar ShortDays() {
  sla::Calendar calendar;
  calendar.calendar_id = "short@1";
  calendar.zone.id = "UTC";
  calendar.week.fill({{0h, 10h}});
  return calendar;
}

// An answer within 30 minutes, each time; put right within 72 hours; warned of at 75 %, and the
// first level called 10 minutes after the due time.
inline sla::Standard SmallStandard() {
  sla::Standard standard;
  standard.standard_id = "all";
  standard.targets = {{sla::ClockKind::kFirstResponse, Duration(30min)},
                      {sla::ClockKind::kNextResponse, Duration(30min)},
                      {sla::ClockKind::kResolution, Duration(72h)}};
  standard.alarms.warnings = {{75}};
  standard.alarms.escalations = {{1, 10min}};
  return standard;
}

// As that, but fraud is answered within 10 minutes.
inline sla::Standard FraudStandard() {
  sla::Standard standard = SmallStandard();
  standard.standard_id = "fraud";
  standard.conditions = {{"category", {"fraud"}}};
  standard.targets[sla::ClockKind::kFirstResponse] = Duration(10min);
  return standard;
}

// Cards at b1, fraud at b2, all else at b0, which also dispatches; b2 has short days, the others
// are always open.
inline Policy SmallPolicy() {
  Policy policy;
  policy.branches = {
      {BranchId("b0"), {BranchId("b0"), RegionId("north"), "总部", "Head", {}}},
      {BranchId("b1"), {BranchId("b1"), RegionId("south"), "一", "One", {"X"}}},
      {BranchId("b2"), {BranchId("b2"), RegionId("south"), "二", "Two", {}, "short"}}};
  policy.branch_of_place = {{"X", BranchId("b1")}};
  policy.rules = {{"cards", Category("card"), std::nullopt, BranchId("b1")},
                  {"fraud", Category("fraud"), std::nullopt, BranchId("b2")}};
  policy.otherwise = BranchId("b0");
  policy.dispatch = BranchId("b0");
  policy.sla[5].standards = {SmallStandard(), FraudStandard()};
  policy.calendars.Add(ShortDays());
  policy.calendar_names = {{"short", "short@1"}};
  policy.versions = {3, 5};
  return policy;
}

// The next version: answers within 20 minutes. The one before it is known still.
inline Policy NextPolicy() {
  Policy policy = SmallPolicy();
  sla::Standard standard = SmallStandard();
  standard.targets[sla::ClockKind::kFirstResponse] = Duration(20min);
  standard.targets[sla::ClockKind::kNextResponse] = Duration(20min);
  policy.sla[6].standards = {standard, FraudStandard()};
  policy.versions.sla = 6;
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

// A person says that it is this; the second classification of it, or a later one.
inline FeedbackReclassified Correction(const std::string& id, const std::string& customer,
                                       const std::string& category,
                                       const std::string& type = "complaint", int ordinal = 2) {
  FeedbackReclassified event{Feedback(id, customer, category, type), "dora", "read it"};
  event.classification_ordinal = ordinal;
  return event;
}

// The ticket that feedback `id` opens.
inline TicketId TicketOf(const std::string& id) { return TicketId(IdOf<FeedbackId>(id).uuid()); }

}  // namespace recourse::routing::testing
