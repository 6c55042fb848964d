#include "services/recoursectl/verify/verify.h"

#include <cstdio>
#include <utility>

#include "services/recoursectl/verify/acknowledged.h"
#include "services/recoursectl/verify/answer_check.h"
#include "services/recoursectl/verify/classification_check.h"
#include "services/recoursectl/verify/counter_check.h"
#include "services/recoursectl/verify/drain.h"
#include "services/recoursectl/verify/effect_check.h"
#include "services/recoursectl/verify/feedback_check.h"
#include "services/recoursectl/verify/followup_check.h"
#include "services/recoursectl/verify/gather.h"
#include "services/recoursectl/verify/log_check.h"
#include "services/recoursectl/verify/report.h"
#include "services/recoursectl/verify/sources.h"
#include "services/recoursectl/verify/ticket_check.h"

namespace recourse::ctl {
namespace {

using namespace verify;  // NOLINT: this file is its door

constexpr std::size_t kSessions = 2;  // the snapshot, and what is asked beside it

StatusOr<std::optional<std::vector<std::string>>> AcknowledgedOf(const VerifyOptions& options) {
  if (!options.acknowledged_file) return std::nullopt;
  const auto text = ReadFile(*options.acknowledged_file);
  if (!text.ok()) return text.status();
  auto ids = ReadAcknowledged(*text);
  if (!ids.ok()) return ids.status();
  return std::optional(*std::move(ids));
}

StatusOr<std::string> Wait(Pool& pool) {
  const auto drain = WaitUntilPassed(pool, kStandstillMax, kDrainMax);
  if (!drain.ok()) return drain.status();
  char seconds[32];
  std::snprintf(seconds, sizeof(seconds), "%.1f s",
                static_cast<double>(drain->waited.count()) / 1000);
  const std::string waited = seconds;
  if (drain->whole) return "all that was registered had passed routing after " + waited;
  return "waited " + waited + ", and some feedback is still under way";
}

std::vector<Check> CheckAll(const Evidence& evidence) {
  std::vector<Check> all;
  const auto followed = FoldFollowup(evidence.followed, IsWhole(evidence.logs, kLoopTopic));
  for (auto checks :
       {CheckFeedback(evidence), CheckClassifications(evidence), CheckLogs(evidence),
        CheckTickets(evidence, kLatenessMax), CheckFollowup(evidence, followed, kLatenessMax),
        CheckEffects(evidence, followed), CheckAnswers(evidence, followed),
        CheckCounters(evidence)}) {
    for (Check& check : checks) all.push_back(std::move(check));
  }
  return all;
}

StatusOr<Report> Prove(const Context& context, const VerifyOptions& options) {
  const auto dsn = context.Setting("RECOURSE_AUDITOR_DSN");
  if (!dsn.ok()) return dsn.status();
  const auto sources = SourcesOf(context);
  if (!sources.ok()) return sources.status();
  auto acknowledged = AcknowledgedOf(options);
  if (!acknowledged.ok()) return acknowledged.status();
  Pool pool(*dsn, kSessions);
  Report report;
  report.waited = "nothing was waited for";
  if (*acknowledged) {
    auto waited = Wait(pool);
    if (!waited.ok()) return waited.status();
    report.waited = *std::move(waited);
  }
  const auto start = std::chrono::steady_clock::now();
  auto evidence = Gather(*sources, pool);
  if (!evidence.ok()) return evidence.status();
  evidence->acknowledged = *std::move(acknowledged);
  report.cut_time = evidence->cut_time;
  report.checks = CheckAll(*evidence);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace

int Verify(const Context& context, const VerifyOptions& options) {
  const auto report = Prove(context, options);
  if (!report.ok()) return Fail(report.status());
  const std::string text = context.json ? JsonText(*report) : TableText(*report);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return report->ok() ? kDone : kFailed;
}

}  // namespace recourse::ctl
