#pragma once

#include <algorithm>
#include <set>
#include <utility>

#include "services/common/core/check.h"
#include "services/common/runtime/effect_ports.h"
#include "services/common/runtime/following.h"
#include "services/common/runtime/ports.h"

namespace recourse {

// A command and the request it came by. Without a request the aggregate itself remembers: the same
// event decided again must change nothing (ingest's register does so).
template <Decider D>
struct Command {
  std::optional<RequestId> request{};
  std::string digest{};
  typename D::Event event;
  // Set by Commands: the span of carrying it out.
  trace::SpanContext span{};
};

// What a look at the timers did, and when to look again.
struct FiredTimers {
  int fired = 0;
  bool more = false;  // the limit was reached: look again at once
  std::optional<Duration> next_in{};
};

// Every service's way from what it is told to what it keeps and says: one transaction, in which a
// batch shares the cost and keeps the meaning of being handled one by one. Three origins: records
// of the log, commands, firings of timers; and for a domain with effects what became of them.
// Thread-safe as far as the store is.
//
// On any error nothing has happened, or all of it has: ask again.
template <Decider D>
class Handler {
 public:
  explicit Handler(Store<D>& store) : store_(store) {}

  // Handles what follows the partition's position without a hole, each record once.
  StatusOr<Progress> Handle(const Partition& partition, const std::vector<Record<D>>& batch) {
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    const auto position = (*work)->LockPosition(partition);
    if (!position.ok()) return position.status();
    Progress progress{*position};
    const auto next = Take(batch, progress);
    if (progress.position == *position) return progress;
    Deciding deciding;
    if (Status s = Prepare(**work, KeysOf(next), deciding); !s.ok()) return s;
    for (const Record<D>* record : next) HandleOne(*record, deciding);
    if (Status s = (*work)->Advance(partition, progress.position); !s.ok()) return s;
    if (Status s = Finish(**work, deciding); !s.ok()) return s;
    return progress;
  }

  // Carries out each command once, however often it is sent, and gives the same answer each time.
  // They are decided in order, in one transaction.
  StatusOr<std::vector<Answered<D>>> Execute(const std::vector<Command<D>>& commands) {
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    auto remembered = (*work)->LockRequests(RequestsOf(commands));
    if (!remembered.ok()) return remembered.status();
    Deciding deciding;
    if (Status s = Prepare(**work, KeysOf(commands), deciding); !s.ok()) return s;
    std::vector<Answered<D>> answers;
    answers.reserve(commands.size());
    for (const auto& command : commands) {
      auto answer = ExecuteOne(command, **work, *remembered, deciding);
      if (!answer.ok()) return answer.status();
      answers.push_back(*std::move(answer));
    }
    if (Status s = Finish(**work, deciding); !s.ok()) return s;
    return answers;
  }

  // Fires what is due and still stands, oldest first, at most `limit`.
  StatusOr<FiredTimers> Fire(int limit) {
    auto due = store_.Due(limit);
    if (!due.ok()) return due.status();
    FiredTimers fired{0, static_cast<int>(due->due.size()) >= limit, due->next_in};
    if (due->due.empty()) return fired;
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    Deciding deciding;
    if (Status s = Prepare(**work, KeysOf(due->due), deciding); !s.ok()) return s;
    for (const auto& row : due->due) fired.fired += FireOne(row, deciding);
    if (Status s = Finish(**work, deciding); !s.ok()) return s;
    return fired;
  }

  // Tells the domain what became of an effect, once; false when it is not to be told any more: it
  // was, or the effect was sent again since. The effect's own row is the memory of that, as a
  // timer's version is.
  StatusOr<bool> Conclude(const EffectConclusion& conclusion) requires EffectfulDecider<D> {
    const EffectResult& result = conclusion.result;
    const auto event = D::EffectEnded(Key(result.effect.key), result);
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    Deciding deciding;
    if (Status s = Prepare(**work, Ascending(D::KeysOf(event)), deciding); !s.ok()) return s;
    const auto standing = (*work)->LockEffect(result.effect_id);
    if (!standing.ok()) return standing.status();
    if (!*standing || !Stands(**standing, conclusion)) return false;
    Apply(event, CauseOf(conclusion), deciding);
    deciding.changes.conclusions.push_back(conclusion);
    if (Status s = Finish(**work, deciding); !s.ok()) return s;
    return true;
  }

  // The last word before an effect is sent. What the domain decided up to here holds: of what it
  // does not want any more nothing is sent, and the sender concludes it.
  StatusOr<BeginAnswer> BeginEffect(const EffectBeginning& beginning) requires EffectfulDecider<D> {
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    const auto wanted = IsWanted(**work, beginning.effect);
    if (!wanted.ok()) return wanted.status();
    if (!*wanted) return BeginAnswer::kUnwanted;
    const auto begun = (*work)->BeginEffect(beginning);
    if (!begun.ok()) return begun.status();
    if (!*begun) return BeginAnswer::kLost;
    if (Status s = (*work)->Commit(); !s.ok()) return s;
    return BeginAnswer::kBegun;
  }

  // Has an effect that is unknown or failed sent again, for a person; `detail` says who.
  StatusOr<ResendAnswer> ResendEffect(EffectId id, const Effect& effect,
                                      const std::string& detail) requires EffectfulDecider<D> {
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    const auto wanted = IsWanted(**work, effect);
    if (!wanted.ok()) return wanted.status();
    if (!*wanted) return ResendAnswer::kUnwanted;
    const auto resent = (*work)->ResendEffect(id, detail);
    if (!resent.ok()) return resent.status();
    if (!*resent) return ResendAnswer::kStands;
    if (Status s = (*work)->Commit(); !s.ok()) return s;
    return ResendAnswer::kResent;
  }

  // Hands over and ends, in one transaction, at most `limit` effects whose receiver is this domain;
  // what became of each.
  StatusOr<std::vector<EffectConclusion>> Receive(int limit) requires ReceivingDecider<D> {
    auto work = store_.Begin();
    if (!work.ok()) return work.status();
    const auto taken = (*work)->TakeReceived(D::ReceivedAt(), limit);
    if (!taken.ok()) return taken.status();
    if (taken->empty()) return std::vector<EffectConclusion>{};
    std::vector<std::pair<EffectId, typename D::Event>> events;
    std::vector<EffectConclusion> conclusions;
    for (const auto& [id, effect] : *taken) {
      auto event = D::Received(effect);
      conclusions.push_back(ConclusionOf(id, effect, event.has_value()));
      if (event) events.emplace_back(id, *std::move(event));
    }
    Deciding deciding;
    if (Status s = Prepare(**work, KeysOf(events), deciding); !s.ok()) return s;
    for (const auto& [id, event] : events) Apply(event, id.uuid(), deciding);
    deciding.changes.conclusions = conclusions;
    if (Status s = Finish(**work, deciding); !s.ok()) return s;
    return conclusions;
  }

  EffectHandling effect_handling() requires EffectfulDecider<D> {
    EffectHandling handling{
        [this](const EffectBeginning& beginning) { return BeginEffect(beginning); },
        [this](const EffectConclusion& conclusion) { return Conclude(conclusion); }};
    if constexpr (ReceivingDecider<D>) {
      handling.received = EffectLane{EffectKind::kWebhook, D::ReceivedAt()};
      handling.receive = [this](int limit) { return Receive(limit); };
    }
    return handling;
  }

 private:
  using Key = typename D::Key;
  using View = typename UnitOfWork<D>::View;

  // What is known and gathered while a batch is decided.
  struct Deciding {
    View view;
    Moment<D> moment;
    std::set<Key> changed;
    Changes<D> changes;
  };

  // Locks the aggregate of a domain that may think better of it, and asks.
  static StatusOr<bool> IsWanted(UnitOfWork<D>& work, const Effect& effect) {
    if constexpr (ReconsideringDecider<D>) {
      const Key key(effect.key);
      const auto view = work.Load({key});
      if (!view.ok()) return view.status();
      const auto found = view->find(key);
      return D::IsWanted(found == view->end() ? typename D::State{} : found->second, effect);
    }
    return true;
  }

  static std::vector<const Record<D>*> Take(const std::vector<Record<D>>& batch,
                                            Progress& progress) {
    std::vector<const Record<D>*> next;
    for (const auto& record : batch) {
      if (!Follows(record, progress)) continue;
      if (record.place.sequence != 0) {
        progress.position.epoch = record.place.epoch;
        progress.position.sequence = record.place.sequence;
        progress.missing.reset();
      }
      progress.position.offset = std::max(progress.position.offset, record.offset);
      next.push_back(&record);
    }
    return next;
  }

  // A stray has no place but its offset, and is known by that.
  static bool Follows(const Record<D>& record, Progress& progress) {
    if (record.place.sequence == 0) return record.offset > progress.position.offset;
    const Following following = FollowingOf(progress.position, record.place);
    if (following == Following::kBeyond && !progress.missing) {
      progress.missing = progress.position.sequence + 1;
    }
    if (following == Following::kLostLine) progress.lost_time_line = true;
    return following == Following::kNext;
  }

  static Status Prepare(UnitOfWork<D>& work, const std::vector<Key>& keys, Deciding& deciding) {
    auto view = work.Load(keys);
    if (!view.ok()) return view.status();
    auto moment = work.Now();
    if (!moment.ok()) return moment.status();
    deciding.view = *std::move(view);
    deciding.moment = *std::move(moment);
    deciding.changes.recorded_time = deciding.moment.now;
    return absl::OkStatus();
  }

  static Status Finish(UnitOfWork<D>& work, Deciding& deciding) {
    Collect(deciding);
    ProjectTimers(deciding);
    if constexpr (GatheringDecider<D>) D::Gather(deciding.changes.effects);
    if (Status s = work.Write(deciding.changes); !s.ok()) return s;
    return work.Commit();
  }

  static void HandleOne(const Record<D>& record, Deciding& deciding) {
    const auto* event = std::get_if<typename D::Event>(&record.content);
    if (event == nullptr) {
      Bury(record, std::get<Unreadable>(record.content).reason, deciding);
      return;
    }
    const auto span = record.raw ? record.raw->span : trace::SpanContext{};
    const auto decision = Apply(*event, record.id.uuid(), deciding, span);
    if (decision.refusal) Bury(record, "rejected: " + decision.refusal->slug, deciding);
  }

  static void Bury(const Record<D>& record, std::string reason, Deciding& deciding) {
    const Uuid cause = NamedUuid(record.id.uuid(), "dead " + std::to_string(record.offset));
    deciding.changes.dead.push_back({Derive(cause, 0), std::move(reason), record.raw});
  }

  static StatusOr<Answered<D>> ExecuteOne(const Command<D>& command, UnitOfWork<D>& work,
                                          std::map<RequestId, Remembered<D>>& remembered,
                                          Deciding& deciding) {
    if (!command.request) return AnswerOf(Apply(command.event, Uuid{}, deciding, command.span));
    if (const auto found = remembered.find(*command.request); found != remembered.end()) {
      if (found->second.digest == command.digest) return found->second.answer;
      return Answered<D>(Refusal{"request-id-reused", {}});
    }
    const Remembered<D> answer{
        command.digest,
        AnswerOf(Apply(command.event, command.request->uuid(), deciding, command.span))};
    if (Status s = work.Remember(*command.request, answer); !s.ok()) return s;
    remembered.emplace(*command.request, answer);
    return answer.answer;
  }

  static Answered<D> AnswerOf(DecisionOf<D> decision) {
    if (decision.refusal) return *std::move(decision.refusal);
    return std::move(decision.answer);
  }

  // A row that the state no longer asks for is swept away, or it would be found due for ever; one
  // that was replaced since it was read has a newer version under its name and is left alone.
  static int FireOne(const TimerRow<D>& row, Deciding& deciding) {
    const auto found = deciding.view.find(row.key);
    const auto standing =
        found == deciding.view.end() ? std::vector<Timer>{} : D::TimersOf(found->second);
    const auto same = std::find_if(standing.begin(), standing.end(), [&](const Timer& timer) {
      return timer.name == row.timer.name;
    });
    if (same == standing.end()) deciding.changes.timers_cleared.push_back(row.id);
    if (same == standing.end() || *same != row.timer) return 0;
    if (deciding.moment.now <= row.timer.due_time) return 0;  // never early
    Apply(D::Fired(row.key, row.timer), NamedUuid(row.id, std::to_string(row.timer.version)),
          deciding);
    return 1;
  }

  // The cause of a command without a request is the aggregate's key: it has but one life.
  static DecisionOf<D> Apply(const typename D::Event& event, const Uuid& cause, Deciding& deciding,
                             const trace::SpanContext& span = {}) {
    DecisionOf<D> decision =
        D::Decide(deciding.view, event, deciding.moment.now, *deciding.moment.policy);
    const Uuid root = cause == Uuid{} ? D::KeysOf(event).front().uuid() : cause;
    for (auto& [key, state] : decision.changed) Change(key, std::move(state), deciding);
    for (std::size_t i = 0; i < decision.facts.size(); ++i) {
      if (span.sampled) deciding.changes.spans.emplace(deciding.changes.facts.size(), span);
      deciding.changes.facts.emplace_back(Derive(root, i), decision.facts[i]);
    }
    for (std::size_t i = 0; i < decision.effects.size(); ++i) {
      RECOURSE_CHECK(EffectfulDecider<D>);  // or nobody would hear what became of it
      deciding.changes.effects.emplace_back(DeriveEffect(root, i), decision.effects[i]);
    }
    return decision;
  }

  // States are moved and never copied: an aggregate may be large. What was loaded is kept aside at
  // its first change.
  static void Change(const Key& key, typename D::State&& state, Deciding& deciding) {
    const auto [found, is_new] = deciding.view.try_emplace(key);
    if (deciding.changed.insert(key).second && !is_new) {
      deciding.changes.before.emplace(key, std::move(found->second));
    }
    found->second = std::move(state);
  }

  // What was decided upon to what is to be kept, once nothing more is decided.
  static void Collect(Deciding& deciding) {
    for (const Key& key : deciding.changed) {
      deciding.changes.states.emplace(key, std::move(deciding.view.at(key)));
    }
  }

  static void ProjectTimers(Deciding& deciding) {
    for (const auto& [key, state] : deciding.changes.states) {
      const auto found = deciding.changes.before.find(key);
      const auto old_timers = found == deciding.changes.before.end() ? std::vector<Timer>{}
                                                                     : D::TimersOf(found->second);
      Project(key, old_timers, D::TimersOf(state), deciding.changes);
    }
  }

  static void Project(const Key& key, const std::vector<Timer>& before,
                      const std::vector<Timer>& after, Changes<D>& changes) {
    std::set<std::string> names;
    for (const Timer& timer : after) {
      names.insert(timer.name);
      if (std::find(before.begin(), before.end(), timer) != before.end()) continue;
      changes.timers_set.push_back({NamedUuid(key.uuid(), timer.name), key, timer});
    }
    for (const Timer& timer : before) {
      if (!names.contains(timer.name)) {
        changes.timers_cleared.push_back(NamedUuid(key.uuid(), timer.name));
      }
    }
  }

  static std::vector<Key> KeysOf(const std::vector<const Record<D>*>& records) {
    std::vector<Key> keys;
    for (const Record<D>* record : records) {
      if (const auto* event = std::get_if<typename D::Event>(&record->content)) {
        for (auto& key : D::KeysOf(*event)) keys.push_back(std::move(key));
      }
    }
    return Ascending(std::move(keys));
  }
  static std::vector<Key> KeysOf(const std::vector<Command<D>>& commands) {
    std::vector<Key> keys;
    for (const auto& command : commands) {
      for (auto& key : D::KeysOf(command.event)) keys.push_back(std::move(key));
    }
    return Ascending(std::move(keys));
  }
  static std::vector<Key> KeysOf(const std::vector<TimerRow<D>>& rows) {
    std::vector<Key> keys;
    for (const auto& row : rows) keys.push_back(row.key);
    return Ascending(std::move(keys));
  }
  static std::vector<Key> KeysOf(
      const std::vector<std::pair<EffectId, typename D::Event>>& events) {
    std::vector<Key> keys;
    for (const auto& [id, event] : events) {
      for (auto& key : D::KeysOf(event)) keys.push_back(std::move(key));
    }
    return Ascending(std::move(keys));
  }

  static EffectConclusion ConclusionOf(EffectId id, const Effect& effect, bool is_understood) {
    const EffectOutcome outcome =
        is_understood ? EffectOutcome::kDelivered : EffectOutcome::kFailed;
    return {{id, effect, outcome, is_understood ? "" : "unreadable", 1},
            0,
            Witness::kSender,
            is_understood ? "" : "its receiver does not understand it"};
  }
  static std::vector<RequestId> RequestsOf(const std::vector<Command<D>>& commands) {
    std::vector<RequestId> requests;
    for (const auto& command : commands) {
      if (command.request) requests.push_back(*command.request);
    }
    return Ascending(std::move(requests));
  }

  // The order in which rows are locked, the same for everyone.
  template <typename T>
  static std::vector<T> Ascending(std::vector<T> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }

  Store<D>& store_;
};

}  // namespace recourse
