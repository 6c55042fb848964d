#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/routing/domain/ticket.h"

namespace recourse::routing {

struct Branch {
  BranchId branch_id;
  RegionId region_id;
  std::string name_zh;
  std::string name_en;
  std::vector<std::string> places;
  std::string calendar_id{};  // empty: the SLA policy's
};

// Feedback goes where the first rule says that fits. What a rule leaves out fits everything.
struct RoutingRule {
  std::string rule_id;
  std::optional<Category> category{};
  std::optional<std::string> place{};
  BranchId branch_id;
};

// How far back a resolution may be reopened, and how late it may be confirmed.
inline constexpr int kReopenDaysMax = 30;

// One version of the SLA policy.
struct SlaRules {
  std::vector<sla::Standard> standards{};
  std::string calendar_id{};  // of branches without one of their own
  bool first_response_pausable = false;
  sla::PromiseRules::Unanswered unanswered = sla::PromiseRules::Unanswered::kMiss;
  Duration reopen_within = std::chrono::days(7);
  Duration confirm_after = std::chrono::days(7);
  sla::ChangeRules
      change{};  // what it does to the clocks of open tickets, where it is put for them
};

// What a person may change while the system runs. Immutable once read.
struct Policy {
  std::map<BranchId, Branch> branches;
  std::map<std::string, BranchId> branch_of_place;
  std::vector<RoutingRule> rules;
  BranchId otherwise;
  BranchId dispatch;                       // where returned tickets go
  std::map<std::int64_t, SlaRules> sla{};  // all versions: a ticket keeps the one it opened with
  // Calendars as clocks name them, `<id>@<version that brought this content>`; "" is always open.
  sla::Calendars calendars{};
  std::map<std::string, std::string> calendar_names{};  // by id, of the active version
  PolicyVersions versions;
};

const SlaRules& ActiveSla(const Policy& policy);
// The SLA policy whose version the ticket keeps; without a standard where that is gone.
const SlaRules& SlaOf(const Policy& policy, const Ticket& ticket);

// The calendar of a branch as a new clock names it: its own, else the SLA policy's; "" (always
// open) where neither is known.
std::string CalendarOf(const Policy& policy, const BranchId& branch_id);

// Region of a branch; empty where the branch is not known any more.
RegionId RegionOf(const Policy& policy, const BranchId& branch_id);

// What conditions of standards ask for: category, branch, severity, channel and language.
sla::Fields FieldsOf(const Ticket& ticket);

// The standard of the SLA policy that the ticket keeps, by its fields as they are now.
HeldStandard StandardFor(const Policy& policy, const Ticket& ticket);

// The standard that a ticket was opened under; null where its version is gone.
const sla::Standard* StandardOf(const Policy& policy, const Ticket& ticket);

// What a ticket's clocks are started and paused by.
sla::PromiseRules PromiseRulesOf(const Policy& policy, const Ticket& ticket);

}  // namespace recourse::routing
