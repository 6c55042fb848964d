#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "recourse/followup/v1/loop_event.pb.h"
#include "services/kpi/adapters/counting_space.h"
#include "tests/support/kpi/fact_records.h"

namespace recourse::kpi {

namespace lp = recourse::followup::v1;

// Loops as followup tells them, made by chance from a seed, into one partition's records: opened,
// sent, answered with some of the scores, or closed unheard, withdrawn or not delivered; and facts
// of deliveries between them. It keeps a ledger of what it did.
class LoopHistory {
 public:
  explicit LoopHistory(std::uint64_t seed, int partition = 3)
      : chance_(seed),
        records_({kLoopTopic, partition}, "recourse.followup.v1.Fact",
                 "recourse.followup.v1.LoopEvent") {}

  RawRecord Next() {
    time_ms_ += static_cast<std::int64_t>(Below(90'000));
    lp::LoopEvent event = open_.empty() || Below(3) == 0 ? Begin() : Continue();
    SetMilliseconds(time_ms_, *event.mutable_recorded_time());
    return records_.Append(event);
  }
  RawRecord RecordOf(const lp::LoopEvent& event) { return records_.Append(event); }

  const std::map<std::string, std::int64_t>& ledger() const { return ledger_; }
  const Partition& partition() const { return records_.partition(); }
  void StartAt(std::int64_t time_ms) { time_ms_ = time_ms; }

 private:
  struct OpenLoop {
    std::string ticket_id;
    lp::Dimensions dimensions;
    lp::Standing standing;
  };

  std::size_t Below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(chance_);
  }

  lp::LoopEvent Begin() {
    const std::string branches[] = {"north", "south|east", "100%"};
    OpenLoop loop;
    loop.dimensions.set_branch_id(branches[Below(3)]);
    loop.dimensions.set_region_id("region-of-" + loop.dimensions.branch_id());
    loop.dimensions.set_category(Below(2) == 0 ? "card" : "loan");
    loop.standing.set_state(lp::LOOP_STATE_WAITING);
    loop.ticket_id = ToString(NamedUuid(kRecourseSpace, std::to_string(time_ms_)));
    lp::LoopEvent event;
    event.set_ticket_id(loop.ticket_id);
    event.set_ticket_number("26-" + std::to_string(time_ms_));
    *event.mutable_dimensions() = loop.dimensions;
    if (Below(4) == 0) {
      event.mutable_delivery_started()->set_way("mail");
      event.mutable_after()->set_delivery(lp::DELIVERY_STATE_SENDING);
      return event;
    }
    event.mutable_opened()->set_way(lp::SURVEY_WAY_MAIL);
    *event.mutable_after() = loop.standing;
    open_.push_back(loop);
    return event;
  }

  lp::LoopEvent Continue() {
    const std::size_t which = Below(open_.size());
    OpenLoop& loop = open_[which];
    lp::LoopEvent event;
    event.set_ticket_id(loop.ticket_id);
    event.set_ticket_number("26-" + std::to_string(time_ms_));
    *event.mutable_dimensions() = loop.dimensions;
    *event.mutable_before() = loop.standing;
    if (loop.standing.state() == lp::LOOP_STATE_WAITING) {
      event.mutable_sent();
      loop.standing.set_state(lp::LOOP_STATE_ASKED);
      loop.standing.set_asked(true);
    } else {
      End(loop, event);
    }
    *event.mutable_after() = loop.standing;
    if (loop.standing.state() == lp::LOOP_STATE_CLOSED) {
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(which));
    }
    return event;
  }

  void End(OpenLoop& loop, lp::LoopEvent& event) {
    loop.standing.set_state(lp::LOOP_STATE_CLOSED);
    if (Below(2) == 0) return Answer(loop, event);
    constexpr lp::Verdict verdicts[] = {lp::VERDICT_UNHEARD, lp::VERDICT_SUPPRESSED,
                                        lp::VERDICT_CANCELLED};
    event.mutable_closed();
    loop.standing.set_verdict(verdicts[Below(3)]);
    if (loop.standing.verdict() == lp::VERDICT_UNHEARD) ++ledger_["loops_unheard"];
  }

  void Answer(OpenLoop& loop, lp::LoopEvent& event) {
    auto* answered = event.mutable_answered();
    const auto score = [&](const char* name, int least, int most) {
      ++ledger_[name];
      return least + static_cast<int>(Below(static_cast<std::size_t>(most - least + 1)));
    };
    if (Below(3) != 0) answered->mutable_scores()->set_csat(score("csat", 1, 5));
    if (Below(3) != 0) answered->mutable_scores()->set_nps(score("nps", 0, 10));
    if (Below(3) != 0) answered->mutable_scores()->set_ces(score("ces", 1, 7));
    if (Below(4) == 0) {
      const bool recovered = Below(2) == 0;
      answered->set_recovery_before(lp::RECOVERY_UNHAPPY);
      answered->set_recovery_after(recovered ? lp::RECOVERY_RECOVERED : lp::RECOVERY_NOT_RECOVERED);
      ++ledger_[recovered ? "customers_recovered" : "customers_not_recovered"];
    }
    loop.standing.set_verdict(Below(2) == 0 ? lp::VERDICT_HEARD_GOOD : lp::VERDICT_HEARD_BAD);
    ++ledger_["loops_heard"];
  }

  std::mt19937_64 chance_;
  FactRecords records_;
  std::vector<OpenLoop> open_;
  std::map<std::string, std::int64_t> ledger_;
  std::int64_t time_ms_ = 1'700'000'000'000;
};

}  // namespace recourse::kpi
