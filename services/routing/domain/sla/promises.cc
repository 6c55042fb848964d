#include "services/routing/domain/sla/promises.h"

#include <algorithm>

namespace recourse::routing::sla {
namespace {

template <typename What>
bool Is(const ClockEvent& event) {
  return std::holds_alternative<What>(event.what);
}

bool Ended(const std::vector<ClockEvent>& events) {
  bool ended = false;
  for (const ClockEvent& event : events) {
    ended |= Is<Satisfied>(event) || Is<Forfeited>(event) || Is<Cancelled>(event);
    if (Is<Restored>(event)) ended = false;
  }
  return ended;
}

class Heeding {
 public:
  Heeding(Promises& promises, Timestamp time, const PromiseRules& rules)
      : promises_(promises), time_(time), rules_(rules) {}

  void operator()(const Opened& opened) {
    promises_.calendar_id = opened.calendar_id;
    promises_.holder = opened.holder;
    for (const ClockKind kind :
         {ClockKind::kFirstResponse, ClockKind::kPeriodicUpdate, ClockKind::kResolution,
          ClockKind::kStatutory, ClockKind::kInternal}) {
      Start(kind);
    }
  }

  // The oldest question that nobody answered is the one whose clock runs (E68).
  void operator()(const CustomerWrote& wrote) {
    if (wrote.courtesy) return;
    if (promises_.resolved) return operator()(Reopened{});
    if (promises_.answered) Start(ClockKind::kNextResponse);
  }

  void operator()(const Answered& answered) {
    if (!answered.by_person) return;
    promises_.answered = true;
    for (const ClockKind kind : {ClockKind::kFirstResponse, ClockKind::kNextResponse,
                                 ClockKind::kPeriodicUpdate, ClockKind::kInternal}) {
      End(kind, Satisfied{});
    }
    if (!promises_.resolved) Start(ClockKind::kPeriodicUpdate);
  }

  void operator()(const Waiting& waiting) { ForPausable(Paused{waiting.reason}); }
  void operator()(const WaitOver& over) { ForPausable(sla::Resumed{over.reason}); }

  void operator()(const HandedOver& handed) {
    promises_.calendar_id = handed.calendar_id;
    promises_.holder = handed.holder;
    End(ClockKind::kInternal, Satisfied{});
    ForRunning([&](ClockKind) {
      return Transferred{handed.calendar_id, handed.holder, handed.returned};
    });
    if (!promises_.resolved) Start(ClockKind::kInternal);
  }

  void operator()(const Resolved& resolved) {
    promises_.resolved = true;
    if (resolved.told_by_person) operator()(Answered{});
    Unkept(ClockKind::kFirstResponse);
    Unkept(ClockKind::kNextResponse);
    for (const ClockKind kind :
         {ClockKind::kResolution, ClockKind::kStatutory, ClockKind::kInternal}) {
      End(kind, Satisfied{});
    }
    End(ClockKind::kPeriodicUpdate, Cancelled{"resolved"});
  }

  // The first response is not owed twice; what ended stays as it was judged (E71).
  void operator()(const Reopened&) {
    if (!promises_.resolved) return;
    promises_.resolved = false;
    for (const ClockKind kind : {ClockKind::kNextResponse, ClockKind::kPeriodicUpdate,
                                 ClockKind::kResolution, ClockKind::kInternal}) {
      Start(kind);
    }
  }

  // What nobody has promised yet begins now: nobody is late with what was not his to keep.
  void operator()(const Repromised&) {
    if (promises_.resolved) return;
    for (const ClockKind kind :
         {ClockKind::kFirstResponse, ClockKind::kPeriodicUpdate, ClockKind::kResolution,
          ClockKind::kStatutory, ClockKind::kInternal}) {
      const bool answered = kind == ClockKind::kFirstResponse && promises_.answered;
      if (!answered && LastCycle(promises_, kind) == 0) Start(kind);
    }
  }

  void operator()(const Merged&) {
    ForRunning([](ClockKind) { return Cancelled{"merged"}; });
  }
  void operator()(const Unmerged&) {
    for (auto& [name, events] : promises_.clocks) {
      const auto* last = std::get_if<Cancelled>(&events.back().what);
      if (last != nullptr && last->reason == "merged") events.push_back({time_, Restored{}});
    }
  }
  void operator()(const Withdrawn&) {
    ForRunning([](ClockKind) { return Cancelled{"withdrawn"}; });
  }
  void operator()(const Excluded& excluded) {
    ForRunning([&](ClockKind) { return Cancelled{excluded.reason}; });
    for (auto& [name, events] : promises_.clocks) {
      events.push_back({time_, Exempted{excluded.by, excluded.reason}});
    }
  }

 private:
  std::vector<ClockEvent>* Running(ClockKind kind) {
    const auto found = promises_.clocks.find({kind, LastCycle(promises_, kind)});
    if (found == promises_.clocks.end() || Ended(found->second)) return nullptr;
    return &found->second;
  }

  void Start(ClockKind kind) {
    const auto target = rules_.targets.find(kind);
    if (target == rules_.targets.end() || Running(kind) != nullptr) return;
    promises_.clocks[{kind, LastCycle(promises_, kind) + 1}] = {
        {time_, Started{promises_.calendar_id, target->second, promises_.holder}}};
  }

  template <typename What>
  void End(ClockKind kind, What what) {
    if (auto* events = Running(kind)) events->push_back({time_, std::move(what)});
  }

  void Unkept(ClockKind kind) {
    if (rules_.unanswered == PromiseRules::Unanswered::kMiss) {
      End(kind, Forfeited{"resolved_unanswered"});
    } else {
      End(kind, Cancelled{"resolved_unanswered"});
    }
  }

  template <typename What>
  void ForRunning(const What& what) {
    for (auto& [name, events] : promises_.clocks) {
      if (!Ended(events)) events.push_back({time_, what(name.kind)});
    }
  }

  template <typename What>
  void ForPausable(const What& what) {
    for (auto& [name, events] : promises_.clocks) {
      if (!Ended(events) && rules_.pausable.contains(name.kind)) events.push_back({time_, what});
    }
  }

  Promises& promises_;
  Timestamp time_;
  const PromiseRules& rules_;
};

}  // namespace

int LastCycle(const Promises& promises, ClockKind kind) {
  const auto after = promises.clocks.lower_bound({kind, std::numeric_limits<int>::max()});
  if (after == promises.clocks.begin()) return 0;
  const ClockName& last = std::prev(after)->first;
  return last.kind == kind ? last.cycle : 0;
}

Promises Heed(Promises promises, const TalkEvent& event, const PromiseRules& rules) {
  std::visit(Heeding(promises, event.time, rules), event.what);
  return promises;
}

}  // namespace recourse::routing::sla
