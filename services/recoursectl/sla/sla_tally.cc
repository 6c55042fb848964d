#include "services/recoursectl/sla/sla_tally.h"

#include <algorithm>

namespace recourse::ctl {
namespace {

// The account keeps the record in force. Those before it are found by folding again what happened
// before each of them was replaced.
std::vector<sla::Record> RecordsOf(const Explanation& clock, const sla::Calendars& calendars) {
  std::vector<sla::Record> records;
  const auto& ignored = clock.account.ignored;
  std::vector<sla::ClockEvent> before;
  for (std::size_t i = 0; i < clock.clock.events.size(); ++i) {
    const sla::ClockEvent& event = clock.clock.events[i];
    const bool counts = std::none_of(ignored.begin(), ignored.end(),
                                     [&](const auto& each) { return each.event == i; });
    if (counts && std::holds_alternative<sla::Retargeted>(event.what)) {
      records.push_back(std::get<sla::Account>(sla::Fold(before, calendars)).record);
    }
    before.push_back(event);
  }
  return records;
}

}  // namespace

Tally::Tally(const Explanation& clock, const sla::Calendars& calendars)
    : kept_(clock.account.superseded.size() <= kTallyTargetsMax) {
  if (kept_) records_ = RecordsOf(clock, calendars);
  records_.push_back(clock.account.record);
}

std::optional<Timestamp> Tally::NextChange() const {
  if (now_ + 1 == records_.size()) return std::nullopt;
  return records_[now_ + 1].from;
}

void Tally::Change() {
  ++now_;
  // A record that does not count from where the one before it did counts from here.
  if (records_[now_].base_time != records_[now_ - 1].base_time) run_at_base_ = run_;
}

}  // namespace recourse::ctl
