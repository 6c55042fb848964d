#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "services/common/runtime/ports.h"
#include "tests/support/fake_effects.h"
#include "tests/support/faults.h"

namespace recourse::testing {

// The system of record in memory, with the faults of the real one: any call may fail, and a commit
// may take effect and still be reported as failed. A transaction that another one overtook is
// aborted at its commit, where the real one would have waited for locks.
template <Decider D>
class FakeStore final : public Store<D> {
 public:
  explicit FakeStore(Faults* faults = nullptr) : faults_(faults) {}

  StatusOr<std::unique_ptr<UnitOfWork<D>>> Begin() override {
    if (Status s = Try("begin"); !s.ok()) return s;
    return std::make_unique<Work>(*this);
  }

  StatusOr<DueTimers<D>> Due(int limit) override {
    if (Status s = Try("due"); !s.ok()) return s;
    DueTimers<D> due;
    for (const auto& [id, row] : timers) {
      if (row.timer.due_time < now) due.due.push_back(row);
    }
    std::sort(due.due.begin(), due.due.end(),
              [](const auto& a, const auto& b) { return a.timer.due_time < b.timer.due_time; });
    if (due.due.size() > static_cast<std::size_t>(limit)) {
      due.due.resize(static_cast<std::size_t>(limit));
    }
    return due;
  }

  StatusOr<Position> PositionOf(const Partition& partition) override {
    if (Status s = Try("position"); !s.ok()) return s;
    const auto found = positions.find(partition);
    return found == positions.end() ? Position{} : found->second;
  }

  Timestamp now;  // the database's clock; the test turns it
  std::shared_ptr<const typename D::Policy> policy = std::make_shared<const typename D::Policy>();
  std::map<typename D::Key, typename D::State> rows;
  std::map<Partition, Position> positions;
  std::map<RequestId, Remembered<D>> requests;
  std::map<Uuid, TimerRow<D>> timers;
  std::vector<std::pair<FactId, typename D::Fact>> outbox;
  std::vector<DeadLetter> dead;
  FakeEffects effects;
  // Called within each commit that takes effect.
  std::function<void(const Changes<D>&)> on_commit;
  std::function<void(EffectId)> on_resent;

 private:
  class Work final : public UnitOfWork<D> {
   public:
    using View = typename UnitOfWork<D>::View;
    explicit Work(FakeStore& store) : store_(store), began_(store.commits_) {}

    StatusOr<Position> LockPosition(const Partition& partition) override {
      if (Status s = store_.Try("lock position"); !s.ok()) return s;
      const auto found = store_.positions.find(partition);
      return found == store_.positions.end() ? Position{} : found->second;
    }

    StatusOr<std::map<RequestId, Remembered<D>>> LockRequests(
        const std::vector<RequestId>& requests) override {
      if (Status s = store_.Try("lock requests"); !s.ok()) return s;
      std::map<RequestId, Remembered<D>> remembered;
      for (const auto& request : requests) {
        if (const auto found = store_.requests.find(request); found != store_.requests.end()) {
          remembered.insert(*found);
        }
      }
      return remembered;
    }

    StatusOr<View> Load(const std::vector<typename D::Key>& keys) override {
      if (Status s = store_.Try("load"); !s.ok()) return s;
      View view;
      for (const auto& key : keys) {
        if (const auto found = store_.rows.find(key); found != store_.rows.end()) {
          view.insert(*found);
        }
      }
      return view;
    }

    StatusOr<Moment<D>> Now() override { return Moment<D>{store_.now, store_.policy}; }

    StatusOr<std::optional<StandingEffect>> LockEffect(EffectId id) override {
      if (Status s = store_.Try("lock effect"); !s.ok()) return s;
      const auto found = store_.effects.find(id);
      if (found == store_.effects.end()) return std::optional<StandingEffect>();
      return std::optional<StandingEffect>({found->second.state, found->second.term});
    }

    StatusOr<bool> BeginEffect(const EffectBeginning& beginning) override {
      if (Status s = store_.Try("begin effect"); !s.ok()) return s;
      if (!MayBegin(store_.effects, beginning, store_.now)) return false;
      beginning_ = beginning;
      return true;
    }

    StatusOr<bool> ResendEffect(EffectId id, const std::string& detail) override {
      if (Status s = store_.Try("resend effect"); !s.ok()) return s;
      if (!MayBeResent(store_.effects, id)) return false;
      resent_.emplace(id, detail);
      return true;
    }

    StatusOr<std::vector<std::pair<EffectId, Effect>>> TakeReceived(const std::string& endpoint,
                                                                    int limit) override {
      if (Status s = store_.Try("take received"); !s.ok()) return s;
      std::vector<std::pair<EffectId, Effect>> taken;
      for (const auto& [id, row] : store_.effects) {
        if (row.state != EffectState::kPending || row.effect.endpoint != endpoint) continue;
        if (row.next_attempt_time > store_.now) continue;
        if (static_cast<int>(taken.size()) < limit) taken.emplace_back(id, row.effect);
      }
      return taken;
    }

    Status Advance(const Partition& partition, const Position& position) override {
      positions_.insert_or_assign(partition, position);
      return absl::OkStatus();
    }

    Status Remember(const RequestId& request, const Remembered<D>& answer) override {
      requests_.insert_or_assign(request, answer);
      return absl::OkStatus();
    }

    Status Write(const Changes<D>& changes) override {
      if (Status s = store_.Try("write"); !s.ok()) return s;
      changes_ = changes;
      return absl::OkStatus();
    }

    Status Commit() override {
      if (Status s = store_.Try("commit, not done"); !s.ok()) return s;
      if (store_.commits_ != began_) return absl::AbortedError("overtaken by another transaction");
      Apply();
      return store_.Try("commit, done");
    }

   private:
    void Apply() {
      ++store_.commits_;
      for (const auto& [key, state] : changes_.states) store_.rows.insert_or_assign(key, state);
      for (const auto& row : changes_.timers_set) store_.timers.insert_or_assign(row.id, row);
      for (const auto& id : changes_.timers_cleared) store_.timers.erase(id);
      for (const auto& fact : changes_.facts) store_.outbox.push_back(fact);
      for (const auto& letter : changes_.dead) store_.dead.push_back(letter);
      ApplyEffects();
      for (const auto& [partition, at] : positions_) store_.positions[partition] = at;
      for (const auto& [request, answer] : requests_) store_.requests.emplace(request, answer);
      if (store_.on_commit) store_.on_commit(changes_);
    }

    void ApplyEffects() {
      if (beginning_) BeginSending(store_.effects, *beginning_, store_.now);
      if (resent_) SendAgain(store_.effects, resent_->first, resent_->second, store_.now);
      if (resent_ && store_.on_resent) store_.on_resent(resent_->first);
      const Timestamp now = changes_.recorded_time;
      for (const auto& [id, effect] : changes_.effects) {
        FakeEffect row{effect, now};
        row.recorded_time = row.changed_time = now;
        store_.effects.emplace(id, std::move(row));
      }
      for (const EffectConclusion& conclusion : changes_.conclusions) {
        FakeEffect& row = store_.effects.at(conclusion.result.effect_id);
        row.state = StateAfter(conclusion.result.outcome);
        row.reason = conclusion.result.reason;
        row.detail = conclusion.detail;
        row.changed_time = now;
      }
    }

    FakeStore& store_;
    const int began_;
    Changes<D> changes_;
    std::optional<EffectBeginning> beginning_;
    std::optional<std::pair<EffectId, std::string>> resent_;
    std::map<Partition, Position> positions_;
    std::map<RequestId, Remembered<D>> requests_;
  };

  Status Try(const char* what) {
    return faults_ == nullptr ? absl::OkStatus() : faults_->Try(what);
  }

  Faults* faults_;
  int commits_ = 0;
};

}  // namespace recourse::testing
