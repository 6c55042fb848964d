#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/postgres/effect_statements.h"
#include "services/common/postgres/statements.h"
#include "services/common/postgres/tables.h"
#include "services/common/runtime/dead_letter.h"
#include "services/common/runtime/ports.h"

namespace recourse {

// The system of record over PostgreSQL, the same for every service but for its Tables and Codec.
// Thread-safe. `committed` is told after each commit what it set off: facts to relay, timers,
// effects to send.
template <Decider D>
class PgStore final : public Store<D> {
 public:
  struct Committed {
    bool facts = false;
    bool timers = false;
    bool effects = false;
  };
  using Listener = std::function<void(const Committed&)>;

  PgStore(Pool& pool, Tables<D>& tables, const Codec<D>& codec, std::string dead_topic)
      : pool_(pool), tables_(tables), codec_(codec), dead_topic_(std::move(dead_topic)) {}

  // Before the first transaction.
  void OnCommit(Listener listener) { listener_ = std::move(listener); }

  StatusOr<std::unique_ptr<UnitOfWork<D>>> Begin() override {
    auto session = pool_.Acquire();
    if (!session.ok()) return session.status();
    session->Queue(statements::Begin());
    return std::make_unique<Work>(*this, *std::move(session));
  }

  StatusOr<DueTimers<D>> Due(int limit) override {
    auto session = pool_.Acquire();
    if (!session.ok()) return session.status();
    auto results = session->Ask(statements::DueTimers(limit));
    if (!results.ok()) return results.status();
    DueTimers<D> due;
    for (auto& row : statements::TimersOf((*results)[0])) {
      due.due.push_back({row.id, typename D::Key(row.key), std::move(row.timer)});
    }
    if ((*results)[1].rows() == 1) due.next_in = Duration((*results)[1].Int(0, 0));
    return due;
  }

  StatusOr<Position> PositionOf(const Partition& partition) override {
    auto result = pool_.Ask(statements::ReadPosition(partition));
    if (!result.ok()) return result.status();
    return statements::PositionOf(*result);
  }

 private:
  class Work final : public UnitOfWork<D> {
   public:
    using View = typename UnitOfWork<D>::View;
    Work(PgStore& store, Session session) : store_(store), session_(std::move(session)) {}

    StatusOr<Position> LockPosition(const Partition& partition) override {
      auto results = session_.Ask(statements::LockPosition(partition));
      if (!results.ok()) return results.status();
      return statements::PositionOf((*results)[1]);
    }

    StatusOr<std::map<RequestId, Remembered<D>>> LockRequests(
        const std::vector<RequestId>& requests) override {
      std::map<RequestId, Remembered<D>> remembered;
      if (requests.empty()) return remembered;
      auto results = session_.Ask(statements::LockRequests(requests));
      if (!results.ok()) return results.status();
      const Result& rows = (*results)[1];
      for (int i = 0; i < rows.rows(); ++i) {
        if (rows.IsNull(i, 2)) continue;
        remembered.emplace(RequestId(rows.Uuid(i, 0)),
                           Remembered<D>{rows.Text(i, 1), store_.ReadAnswer(rows.Text(i, 2))});
      }
      return remembered;
    }

    StatusOr<View> Load(const std::vector<typename D::Key>& keys) override {
      if (keys.empty()) return View{};
      return store_.tables_.Load(session_, keys);
    }

    StatusOr<Moment<D>> Now() override {
      auto policy = store_.tables_.ReadPolicy(session_);
      if (!policy.ok()) return policy.status();
      auto now = session_.Ask(statements::Now());
      if (!now.ok()) return now.status();
      return Moment<D>{now->Time(0, 0), *std::move(policy)};
    }

    StatusOr<std::optional<StandingEffect>> LockEffect(EffectId id) override {
      auto locked = session_.Ask(statements::LockEffect(id));
      if (!locked.ok()) return locked.status();
      return statements::StandingOf(*locked);
    }

    StatusOr<bool> BeginEffect(const EffectBeginning& beginning) override {
      return Changed(statements::BeginEffect(beginning));
    }

    StatusOr<bool> ResendEffect(EffectId id, const std::string& detail) override {
      committed_.effects = true;
      return Changed(statements::ResendEffect(id, detail));
    }

    StatusOr<std::vector<std::pair<EffectId, Effect>>> TakeReceived(const std::string& endpoint,
                                                                    int limit) override {
      auto rows = session_.Ask(statements::TakeReceived(endpoint, limit));
      if (!rows.ok()) return rows.status();
      std::vector<std::pair<EffectId, Effect>> taken;
      for (int i = 0; i < rows->rows(); ++i) {
        taken.emplace_back(EffectId(rows->Uuid(i, 0)), statements::EffectOf(*rows, i, 1));
      }
      return taken;
    }

    Status Advance(const Partition& partition, const Position& position) override {
      session_.Queue(statements::Advance(partition, position));
      return absl::OkStatus();
    }

    Status Remember(const RequestId& request, const Remembered<D>& answer) override {
      session_.Queue(
          statements::Remember(request, answer.digest, store_.WriteAnswer(answer.answer)));
      return absl::OkStatus();
    }

    Status Write(const Changes<D>& changes) override {
      if (!changes.states.empty() || !changes.facts.empty()) store_.tables_.Save(session_, changes);
      if (!changes.timers_cleared.empty()) {
        session_.Queue(statements::ClearTimers(changes.timers_cleared));
      }
      if (!changes.timers_set.empty()) session_.Queue(statements::SetTimers(RowsOf(changes)));
      QueueEffects(changes);
      const auto said = store_.SaidOf(changes);
      for (auto& statement : statements::Say(said, changes.recorded_time)) {
        session_.Queue(std::move(statement));
      }
      committed_ = {!said.empty(), !changes.timers_set.empty(), !changes.effects.empty()};
      return absl::OkStatus();
    }

    Status Commit() override {
      session_.Queue(statements::Commit());
      if (Status s = session_.Flush(); !s.ok()) return s;
      if (store_.listener_) store_.listener_(committed_);
      return absl::OkStatus();
    }

   private:
    StatusOr<bool> Changed(Statement statement) {
      auto changed = session_.Ask(std::move(statement));
      if (!changed.ok()) return changed.status();
      return changed->affected() == 1;
    }

    void QueueEffects(const Changes<D>& changes) {
      for (const auto& [id, effect] : changes.effects) {
        session_.Queue(statements::InsertEffect(id, effect, changes.recorded_time));
      }
      if (!changes.conclusions.empty()) {
        session_.Queue(statements::ConcludeEffects(changes.conclusions, changes.recorded_time));
      }
    }

    static std::vector<statements::AnyTimer> RowsOf(const Changes<D>& changes) {
      std::vector<statements::AnyTimer> rows;
      for (const auto& row : changes.timers_set) {
        rows.push_back({row.id, row.key.uuid(), row.timer});
      }
      return rows;
    }

    PgStore& store_;
    Session session_;
    Committed committed_;
  };

  // A refusal is kept as its slug and parameters, an answer as the codec writes it.
  static constexpr char kAnswer = 'A';
  static constexpr char kRefusal = 'R';

  Answered<D> ReadAnswer(const std::string& bytes) const {
    if (!bytes.empty() && bytes.front() == kRefusal) return DecodeRefusal(bytes.substr(1));
    return codec_.DecodeAnswer(bytes.substr(1));
  }
  std::string WriteAnswer(const Answered<D>& answer) const {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) {
      return kRefusal + EncodeRefusal(*refusal);
    }
    return kAnswer + codec_.EncodeAnswer(std::get<typename D::Answer>(answer));
  }

  std::vector<statements::Said> SaidOf(const Changes<D>& changes) const {
    std::vector<statements::Said> said;
    said.reserve(changes.facts.size() + changes.dead.size());
    for (const auto& [id, fact] : changes.facts) {
      auto encoded = codec_.Encode(fact);
      said.push_back({{std::move(encoded.topic), PartitionOf(encoded.key)},
                      id,
                      encoded.key,
                      std::move(encoded.type),
                      std::move(encoded.schema),
                      std::move(encoded.payload),
                      {}});
    }
    for (const auto& [number, span] : changes.spans) {
      said[number].traceparent = trace::FormatTraceparent(span);
    }
    for (const DeadLetter& letter : changes.dead) {
      auto dead = DeadLetterRowOf(letter);
      said.push_back({{dead_topic_, letter.raw->partition.number},
                      letter.id,
                      dead.key,
                      kDeadLetterType,
                      kDeadLetterType,
                      letter.raw->payload,
                      std::move(dead.headers)});
    }
    return said;
  }

  Pool& pool_;
  Tables<D>& tables_;
  const Codec<D>& codec_;
  const std::string dead_topic_;
  Listener listener_;
};

}  // namespace recourse
