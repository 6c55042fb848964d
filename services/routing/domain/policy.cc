#include "services/routing/domain/policy.h"

#include <algorithm>

namespace recourse::routing {
namespace {

const SlaRules& RulesAt(const Policy& policy, std::int64_t version) {
  static const SlaRules kNone;
  const auto found = policy.sla.find(version);
  return found == policy.sla.end() ? kNone : found->second;
}

}  // namespace

sla::Fields FieldsOf(const Ticket& ticket) {
  return {{"category", ticket.category.value()},
          {"branch", ticket.branch_id.value()},
          {"severity", std::to_string(ticket.severity)},
          {"channel", ticket.channel.value()},
          {"language", ticket.language}};
}

const SlaRules& ActiveSla(const Policy& policy) { return RulesAt(policy, policy.versions.sla); }

const SlaRules& SlaOf(const Policy& policy, const Ticket& ticket) {
  return RulesAt(policy, ticket.versions.sla);
}

std::string CalendarOf(const Policy& policy, const BranchId& branch_id) {
  const auto branch = policy.branches.find(branch_id);
  const bool own = branch != policy.branches.end() && !branch->second.calendar_id.empty();
  const auto name =
      policy.calendar_names.find(own ? branch->second.calendar_id : ActiveSla(policy).calendar_id);
  return name == policy.calendar_names.end() ? "" : name->second;
}

RegionId RegionOf(const Policy& policy, const BranchId& branch_id) {
  const auto found = policy.branches.find(branch_id);
  return found == policy.branches.end() ? RegionId() : found->second.region_id;
}

HeldStandard StandardFor(const Policy& policy, const Ticket& ticket) {
  const sla::Selected selected = sla::Select(SlaOf(policy, ticket).standards, FieldsOf(ticket));
  return {selected.standard == nullptr ? "" : selected.standard->standard_id, selected.reason};
}

const sla::Standard* StandardOf(const Policy& policy, const Ticket& ticket) {
  const auto& standards = SlaOf(policy, ticket).standards;
  const auto found = std::find_if(standards.begin(), standards.end(), [&](const auto& standard) {
    return standard.standard_id == ticket.standard.standard_id;
  });
  return found == standards.end() ? nullptr : &*found;
}

sla::PromiseRules PromiseRulesOf(const Policy& policy, const Ticket& ticket) {
  const SlaRules& held = SlaOf(policy, ticket);
  sla::PromiseRules rules;
  if (const auto* standard = StandardOf(policy, ticket)) rules.targets = standard->targets;
  if (held.first_response_pausable) rules.pausable.insert(sla::ClockKind::kFirstResponse);
  rules.unanswered = held.unanswered;
  return rules;
}

}  // namespace recourse::routing
