#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/runtime/effect_ports.h"
#include "tests/support/faults.h"

namespace recourse::testing {

struct FakeEffect {
  Effect effect;
  Timestamp next_attempt_time;
  EffectState state = EffectState::kPending;
  std::int64_t term = 0;
  int attempt_count = 0;
  std::string owner{};
  Timestamp until_time{};
  std::string message_id{};
  std::string reason{};
  std::string detail{};
  Timestamp recorded_time{};
  Timestamp changed_time{};
};
using FakeEffects = std::map<EffectId, FakeEffect>;

// What a transaction of the handler does to them (fake_store.h): asked first, done at its commit.
inline bool MayBegin(const FakeEffects& rows, const EffectBeginning& beginning, Timestamp now) {
  const auto found = rows.find(beginning.id);
  return found != rows.end() && found->second.term == beginning.term &&
         found->second.state == EffectState::kClaimed && found->second.until_time >= now;
}
inline void BeginSending(FakeEffects& rows, const EffectBeginning& beginning, Timestamp now) {
  FakeEffect& row = rows.at(beginning.id);
  row.state = EffectState::kSending;
  row.message_id = beginning.message_id;
  row.until_time = now + beginning.lease;
  row.changed_time = now;
}
inline bool MayBeResent(const FakeEffects& rows, EffectId id) {
  const auto found = rows.find(id);
  return found != rows.end() && (found->second.state == EffectState::kUnknown ||
                                 found->second.state == EffectState::kFailed);
}
inline void SendAgain(FakeEffects& rows, EffectId id, const std::string& detail, Timestamp now) {
  FakeEffect& row = rows.at(id);
  row.state = EffectState::kPending;
  row.attempt_count = 0;
  row.effect.expire_time.reset();
  row.next_attempt_time = row.changed_time = now;
  row.reason = "resent";
  row.detail = detail;
}

// The sender's side of effects in memory. Calls may fail before and after they took effect.
class FakeEffectStore final : public EffectStore {
 public:
  FakeEffectStore(FakeEffects& rows, std::function<Timestamp()> now, Faults* faults = nullptr)
      : rows_(rows), now_(std::move(now)), faults_(faults) {}

  Status TakeOver(const std::string& owner) override {
    if (Status s = Try(); !s.ok()) return s;
    for (auto& [id, row] : rows_) {
      if (InHand(row) && row.owner == owner) row.until_time = Timestamp::min();
    }
    return Try();
  }

  StatusOr<std::optional<ClaimedEffect>> Claim(const std::string& owner,
                                               const std::vector<EffectLane>& full,
                                               Duration lease) override {
    if (Status s = Try(); !s.ok()) return s;
    auto due = rows_.end();
    for (auto row = rows_.begin(); row != rows_.end(); ++row) {
      if (!Claimable(row->second, full)) continue;
      if (due == rows_.end() || row->second.next_attempt_time < due->second.next_attempt_time) {
        due = row;
      }
    }
    if (due == rows_.end()) return std::optional<ClaimedEffect>();
    FakeEffect& row = due->second;
    row.owner = owner;
    ++row.term;
    ++row.attempt_count;
    Change(row, EffectState::kClaimed);
    row.until_time = now_() + lease;
    if (Status s = Try(); !s.ok()) return s;
    return std::optional<ClaimedEffect>(ClaimedOf(due->first, row));
  }

  StatusOr<bool> Release(const ClaimedEffect& claimed, Witness witness, Duration wait,
                         const std::string& reason, const std::string& detail) override {
    if (Status s = Try(); !s.ok()) return s;
    FakeEffect* row = Of(claimed);
    const bool sending_too = witness == Witness::kSender;
    if (row == nullptr || (row->state != EffectState::kClaimed &&
                           !(sending_too && row->state == EffectState::kSending))) {
      return false;
    }
    Change(*row, EffectState::kPending);
    row->next_attempt_time = now_() + wait;
    row->reason = reason;
    row->detail = detail;
    if (Status s = Try(); !s.ok()) return s;
    return true;
  }

  StatusOr<std::vector<LapsedEffect>> Lapsed(int limit) override {
    if (Status s = Try(); !s.ok()) return s;
    std::vector<LapsedEffect> lapsed;
    for (const auto& [id, row] : rows_) {
      if (InHand(row) && row.until_time < now_() &&
          lapsed.size() < static_cast<std::size_t>(limit)) {
        lapsed.push_back({ClaimedOf(id, row), row.state});
      }
    }
    return lapsed;
  }

  StatusOr<EffectCounts> Count() override {
    if (Status s = Try(); !s.ok()) return s;
    EffectCounts counts;
    for (const auto& [id, row] : rows_) {
      counts.unknown += row.state == EffectState::kUnknown;
      if (row.state != EffectState::kPending && !InHand(row)) continue;
      ++counts.pending;
      counts.oldest_pending_age = std::max(counts.oldest_pending_age, now_() - row.recorded_time);
    }
    return counts;
  }

  Status Forget(int days) override {
    if (Status s = Try(); !s.ok()) return s;
    std::erase_if(rows_, [&](const auto& row) {
      const auto state = row.second.state;
      return (state == EffectState::kDelivered || state == EffectState::kFailed) &&
             row.second.changed_time < now_() - std::chrono::days(days);
    });
    return Try();
  }

 private:
  static bool InHand(const FakeEffect& row) {
    return row.state == EffectState::kClaimed || row.state == EffectState::kSending;
  }
  bool Claimable(const FakeEffect& row, const std::vector<EffectLane>& full) {
    if (row.state != EffectState::kPending || row.next_attempt_time > now_()) return false;
    for (const EffectLane& lane : full) {
      if (lane == EffectLane{row.effect.kind, row.effect.endpoint}) return false;
    }
    return true;
  }
  ClaimedEffect ClaimedOf(EffectId id, const FakeEffect& row) {
    return {id, row.effect, row.term, row.attempt_count, now_()};
  }
  FakeEffect* Of(const ClaimedEffect& claimed) {
    const auto found = rows_.find(claimed.id);
    return found == rows_.end() || found->second.term != claimed.term ? nullptr : &found->second;
  }
  void Change(FakeEffect& row, EffectState state) {
    row.state = state;
    row.changed_time = now_();
  }
  Status Try() { return faults_ == nullptr ? absl::OkStatus() : faults_->Try("effect store"); }

  FakeEffects& rows_;
  const std::function<Timestamp()> now_;
  Faults* faults_;
};

}  // namespace recourse::testing
