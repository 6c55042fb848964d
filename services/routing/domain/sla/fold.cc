#include "services/routing/domain/sla/fold.h"

#include "services/routing/domain/sla/retarget.h"
#include "services/routing/domain/sla/walk.h"

namespace recourse::routing::sla {
namespace {

using Fault = std::optional<Refusal>;

class Folding {
 public:
  explicit Folding(const Calendars& calendars) : calendars_(calendars) {}

  Fault Take(const ClockEvent& event) {
    if (event.time < kZoneBegin || event.time >= kZoneEnd) return Refusal{"time_out_of_range"};
    if (Fault fault = Place(event)) return fault;
    Fault fault = std::visit([&](const auto& what) { return On(what); }, event.what);
    ++count_;
    return fault;
  }
  Account Done() && { return std::move(account_); }

 private:
  // Puts the event after those before it; an answer from before the start counts as at it.
  Fault Place(const ClockEvent& event) {
    const bool starts = std::holds_alternative<Started>(event.what);
    if (starts != (count_ == 0)) return Refusal{starts ? "started_twice" : "not_started"};
    time_ = event.time;
    if (starts) return std::nullopt;
    if (time_ < account_.start_time) {
      if (!std::holds_alternative<Satisfied>(event.what)) return Refusal{"event_before_start"};
      account_.clamped = true;
      time_ = account_.start_time;
    }
    if (time_ < last_time_) return Refusal{"events_out_of_order"};
    last_time_ = time_;
    return std::nullopt;
  }

  Fault On(const Started& started) {
    if (calendars_.Find(started.calendar_id) == nullptr) return Refusal{"unknown_calendar"};
    const bool date = !std::holds_alternative<Duration>(started.target);
    account_.start_time = last_time_ = time_;
    account_.term_calendar_id = date ? started.calendar_id : "";
    account_.current = {time_, time_, date ? "" : started.calendar_id, started.holder, {}, ""};
    account_.record = {.base_time = time_, .from = time_};
    return SetTarget(account_, calendars_, started.target, time_);
  }

  Fault On(const Paused& paused) {
    if (paused.reason.empty()) return Refusal{"reason_missing"};
    if (Ended()) return Ignore("clock_ended");
    if (account_.record.fixed_due) return Ignore("date_does_not_pause");
    if (account_.current.reasons.contains(paused.reason)) return Ignore("paused_already");
    Cut();
    account_.current.reasons.insert(paused.reason);
    return std::nullopt;
  }

  Fault On(const Resumed& resumed) {
    if (Ended()) return Ignore("clock_ended");
    if (!account_.current.reasons.contains(resumed.reason)) return Ignore("not_paused_for_this");
    Cut();
    account_.current.reasons.erase(resumed.reason);
    return std::nullopt;
  }

  Fault On(const Transferred& transferred) {
    if (calendars_.Find(transferred.calendar_id) == nullptr) return Refusal{"unknown_calendar"};
    if (Ended()) return Ignore("clock_ended");
    Cut();
    if (transferred.returned) Return(transferred.holder);
    if (!account_.record.fixed_due) account_.current.calendar_id = transferred.calendar_id;
    if (!transferred.holder.empty()) account_.current.holder = transferred.holder;
    return std::nullopt;
  }

  // Marks what the present holder had since he got it.
  void Return(const std::string& receiver) {
    ++account_.return_count;
    const std::string holder = account_.current.holder;
    for (auto stretch = account_.stretches.rbegin();
         stretch != account_.stretches.rend() && stretch->holder == holder; ++stretch) {
      stretch->returned_to = receiver;
    }
  }

  Fault On(const Retargeted& change) {
    if (Ended()) return Ignore("clock_ended");
    if (change.grace < Duration(0) || change.grace > kTargetMax) return Refusal{"grace_invalid"};
    const bool date = !std::holds_alternative<Duration>(change.target);
    if (date != account_.record.fixed_due.has_value()) return Refusal{"target_kind_changed"};
    if (date && change.mode == RetargetMode::kCarryShare) return Refusal{"mode_not_for_dates"};
    Cut();
    return Retarget(account_, calendars_, change, time_);
  }

  Fault On(const Satisfied&) {
    if (Ended()) return Ignore("clock_ended");
    account_.satisfied_time = time_;
    return std::nullopt;
  }

  Fault On(const Forfeited& forfeited) {
    if (forfeited.reason.empty()) return Refusal{"reason_missing"};
    if (Ended()) return Ignore("clock_ended");
    account_.forfeited_time = time_;
    return std::nullopt;
  }

  Fault On(const Cancelled& cancelled) {
    if (cancelled.reason.empty()) return Refusal{"reason_missing"};
    if (Ended()) return Ignore("clock_ended");
    account_.cancelled_time = time_;
    account_.cancelled_reason = cancelled.reason;
    return std::nullopt;
  }

  Fault On(const Restored&) {
    if (!account_.cancelled_time) return Ignore("not_cancelled");
    account_.cancelled_time.reset();
    account_.cancelled_reason.clear();
    return std::nullopt;
  }

  Fault On(const Exempted& exempted) {
    if (exempted.by.empty() || exempted.reason.empty()) return Refusal{"reason_missing"};
    account_.exempted = exempted;
    return std::nullopt;
  }

  Fault On(const Acknowledged& acknowledged) {
    if (Ended()) return Ignore("clock_ended");
    const Walked walked = Walk(account_, calendars_, account_.record.target, time_);
    account_.acknowledged.push_back({time_, acknowledged.level, walked.consumed});
    return std::nullopt;
  }

  bool Ended() const { return HasEnded(account_); }

  Fault Ignore(const char* why) {
    account_.ignored.push_back({count_, why});
    return std::nullopt;
  }

  // Ends the current stretch; the next begins as a copy of it.
  void Cut() {
    if (time_ > account_.current.from) {
      account_.stretches.push_back(account_.current);
      account_.stretches.back().to = time_;
    }
    account_.current.from = time_;
  }

  const Calendars& calendars_;
  Account account_;
  std::size_t count_ = 0;
  Timestamp time_;
  Timestamp last_time_;
};

}  // namespace

std::variant<Account, Refusal> Fold(const std::vector<ClockEvent>& events,
                                    const Calendars& calendars) {
  if (events.empty()) return Refusal{"not_started"};
  if (events.size() > kClockEventsMax) {
    return Refusal{"too_many_events", {{"events_max", std::to_string(kClockEventsMax)}}};
  }
  Folding folding(calendars);
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (auto refusal = folding.Take(events[i])) {
      refusal->parameters["event"] = std::to_string(i);
      return *std::move(refusal);
    }
  }
  return std::move(folding).Done();
}

}  // namespace recourse::routing::sla
