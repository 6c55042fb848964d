#include "services/common/access/permission.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace recourse {
namespace {

using enum Role;
using enum Reach;

// Who may see tickets, counts and what they were made of; whose is the scope's to say.
const std::vector<Role> kReaders = {kAgent,      kBranchManager, kOperations, kQuality,
                                    kDispatcher, kAdministrator, kAuditor};
// Who may act on a ticket.
const std::vector<Role> kWorkers = {kAgent, kBranchManager, kOperations, kAdministrator};
// Who may give a ticket to another branch.
const std::vector<Role> kMovers = {kAgent, kBranchManager, kOperations, kDispatcher,
                                   kAdministrator};
// Who says whether a branch was right to send a ticket back, and whether a promise had been kept.
const std::vector<Role> kJudges = {kOperations, kDispatcher, kAdministrator};
const std::vector<Role> kSubmitters = {kIngest, kAdministrator};
// One piece at a time also people, from someone on the phone; ingest holds them to a source.
const std::vector<Role> kTakers = {kIngest,     kAgent,      kBranchManager,
                                   kOperations, kDispatcher, kAdministrator};
const std::vector<Role> kAdministrators = {kAdministrator};
// A dead letter may be anybody's words, of any branch.
const std::vector<Role> kOverseers = {kAdministrator, kAuditor};
// A policy explains what was decided, so whoever answers for it may read it.
const std::vector<Role> kPolicyReaders = {kBranchManager, kOperations,    kQuality,
                                          kDispatcher,    kAdministrator, kAuditor};
// Who writes down that a customer wants to be asked, or not: an agent on the phone, or the door by
// which he says so himself.
const std::vector<Role> kConsentKeepers = {kIngest, kAgent, kBranchManager, kOperations,
                                           kAdministrator};
// Customers' words by their id: also the sender, who wants to see what was kept.
const std::vector<Role> kFeedbackReaders = {kIngest,  kAgent,      kBranchManager, kOperations,
                                            kQuality, kDispatcher, kAdministrator, kAuditor};

// Who answers for what feedback is called: a classification has no place.
const std::vector<Role> kClassifiers = {kOperations, kQuality, kDispatcher, kAdministrator};
// A model decides what feedback is called: whoever answers for quality answers for it.
const std::vector<Role> kModelKeepers = {kQuality, kAdministrator};
const std::vector<Role> kModelReaders = {kOperations, kQuality, kAdministrator, kAuditor};

// What is said, what is made of it, and what runs the system.
std::vector<MethodRule> RulesOfFeedback() {
  return {
      {"/recourse.ingest.v1.FeedbackService/SubmitFeedback", kTakers, kAny},
      {"/recourse.ingest.v1.FeedbackService/StreamFeedback", kSubmitters, kAny},
      {"/recourse.ingest.v1.FeedbackService/GetFeedback", kFeedbackReaders, kAny},
      {"/recourse.ingest.v1.CredentialService/CreateKey", kAdministrators, kWhole},
      {"/recourse.ingest.v1.CredentialService/ListKeys", kOverseers, kWhole},
      {"/recourse.ingest.v1.CredentialService/RevokeKey", kAdministrators, kWhole},
      {"/recourse.ingest.v1.CredentialService/ListRevokedKeys", kOverseers, kWhole},
      {"/recourse.ingest.v1.CustomerService/FindCustomers", kMovers, kAny},
      // The whole contact point: only who writes to the customer in the company's name.
      {"/recourse.ingest.v1.CustomerService/GetContact", kAdministrators, kWhole},
      {"/recourse.classify.v1.ClassifyService/Classify", kFeedbackReaders, kAny},
      {"/recourse.classify.v1.ClassifyService/GetClassification", kFeedbackReaders, kWhole},
      {"/recourse.classify.v1.ClassifyService/ListTriage", kClassifiers, kWhole},
      {"/recourse.classify.v1.ClassifyService/CorrectClassification", kClassifiers, kWhole},
      {"/recourse.classify.v1.ClassifyService/ListCorrections", kModelReaders, kWhole},
      {"/recourse.classify.v1.ClassifyService/PreviewRules", kAdministrators, kWhole},
      {"/recourse.classify.v1.ModelService/PutModel", kModelKeepers, kWhole},
      {"/recourse.classify.v1.ModelService/ListModels", kModelReaders, kWhole},
      {"/recourse.classify.v1.ModelService/ActivateModel", kModelKeepers, kWhole},
      {"/recourse.classify.v1.ModelService/RollBackModel", kModelKeepers, kWhole},
      {"/recourse.classify.v1.ModelService/DeleteModel", kModelKeepers, kWhole},
      {"/recourse.operations.v1.OperationsService/ResendFacts", kAdministrators, kWhole},
      {"/recourse.operations.v1.OperationsService/ReplayDeadLetter", kAdministrators, kWhole},
      {"/recourse.operations.v1.OperationsService/ListDeadLetters", kOverseers, kWhole},
      {"/recourse.operations.v1.OperationsService/GetDeadLetter", kOverseers, kWhole},
      {"/recourse.operations.v1.OperationsService/ListEffects", kOverseers, kWhole},
      {"/recourse.operations.v1.OperationsService/GetEffect", kOverseers, kWhole},
      {"/recourse.operations.v1.OperationsService/ResendEffect", kAdministrators, kWhole},
      {"/recourse.operations.v1.OperationsService/SettleEffect", kAdministrators, kWhole},
      {"/recourse.policy.v1.PolicyService/PutPolicy", kAdministrators, kWhole},
      {"/recourse.policy.v1.PolicyService/GetPolicy", kPolicyReaders, kAny},
      {"/recourse.policy.v1.PolicyService/ListPolicies", kPolicyReaders, kAny},
      {"/recourse.policy.v1.PolicyService/ActivatePolicy", kAdministrators, kWhole},
      {"/recourse.policy.v1.PolicyService/RollBackPolicy", kAdministrators, kWhole},
      {"/recourse.policy.v1.PolicyService/ListPolicyActivations", kPolicyReaders, kAny},
  };
}

// What is done about it, and counted.
std::vector<MethodRule> RulesOfTickets() {
  return {
      {"/recourse.routing.v1.TicketService/GetTicket", kReaders},
      {"/recourse.routing.v1.TicketService/ListTickets", kReaders},
      {"/recourse.routing.v1.TicketService/WatchTickets", kReaders},
      {"/recourse.routing.v1.TicketService/ListBranches", kReaders},
      {"/recourse.routing.v1.TicketService/GetDisposition", kFeedbackReaders, kAny},
      {"/recourse.routing.v1.TicketService/TakeTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/ReplyTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/ResolveTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/NoteTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/WaitTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/ResumeTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/TransferTicket", kMovers},
      {"/recourse.routing.v1.TicketService/ReturnTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/JudgeReturn", kJudges},
      {"/recourse.routing.v1.TicketService/ReopenTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/CloseTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/MergeTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/UnmergeTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/DeclineSuggestion", kWorkers},
      {"/recourse.routing.v1.TicketService/SplitTicket", kWorkers},
      {"/recourse.routing.v1.TicketService/AcknowledgeEscalation", kWorkers},
      {"/recourse.routing.v1.TicketService/RevokeBreach", kJudges},
      {"/recourse.routing.v1.TicketService/ReclockTickets", kAdministrators, kWhole},
      {"/recourse.routing.v1.TicketService/ListTicketFacts", kReaders},
      {"/recourse.routing.v1.TicketService/ExplainTicket", kReaders},
      // The customer, through the console's door: known by his token alone.
      {"/recourse.followup.v1.FollowupService/GetSurvey", kSubmitters, kAny},
      {"/recourse.followup.v1.FollowupService/SubmitAnswer", kSubmitters, kAny},
      {"/recourse.followup.v1.FollowupService/SetContactPreference", kConsentKeepers, kAny},
      {"/recourse.followup.v1.FollowupService/GetContactPreference", kReaders, kAny},
      {"/recourse.followup.v1.FollowupService/ListLoops", kReaders},
      {"/recourse.followup.v1.FollowupService/CreateSurveyLink", kWorkers},
      {"/recourse.followup.v1.FollowupService/StartCall", kWorkers},
      {"/recourse.followup.v1.FollowupService/EndCall", kWorkers},
      {"/recourse.followup.v1.FollowupService/RecordAnswer", kWorkers},
      {"/recourse.followup.v1.FollowupService/ListDeliveries", kReaders},
      {"/recourse.followup.v1.FollowupService/MarkToldByPhone", kWorkers},
      {"/recourse.kpi.v1.KpiService/GetKpis", kReaders},
      {"/recourse.kpi.v1.KpiService/WatchKpis", kReaders},
      {"/recourse.kpi.v1.KpiService/ListContributors", kReaders},
  };
}

const std::vector<MethodRule>& Table() {
  static const std::vector<MethodRule> rules = [] {
    std::vector<MethodRule> all = RulesOfFeedback();
    std::ranges::move(RulesOfTickets(), std::back_inserter(all));
    return all;
  }();
  return rules;
}

Status Denied(const std::string& why) { return absl::PermissionDeniedError(why); }

}  // namespace

std::string_view ReachName(Reach reach) {
  switch (reach) {
    case kPlace:
      return "place";
    case kWhole:
      return "whole";
    case kAny:
      return "any";
  }
  return "";
}

std::span<const MethodRule> MethodRules() { return Table(); }

bool IsOpenMethod(std::string_view method) {
  return method.starts_with("/grpc.health.v1.Health/") ||
         method.starts_with("/grpc.reflection.v1alpha.ServerReflection/");
}

Status Authorise(const Caller& caller, std::string_view method) {
  const auto& rules = Table();
  const auto rule = std::find_if(rules.begin(), rules.end(),
                                 [&](const MethodRule& row) { return row.method == method; });
  if (rule == rules.end()) {
    return Denied("No rule says who may call this method, so nobody may.");
  }
  if (std::find(rule->roles.begin(), rule->roles.end(), caller.role) == rule->roles.end()) {
    return Denied("The role " + std::string(RoleName(caller.role)) +
                  " may not call this method. Use a key or an account with a role that may.");
  }
  if (rule->reach == kWhole && !caller.scope.empty()) {
    return Denied(
        "This concerns the whole organisation, and the scope of this key or account is "
        "one place of it. Use one whose scope is everything.");
  }
  return absl::OkStatus();
}

}  // namespace recourse
