#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/common/redis/counting.h"

namespace recourse {

// Counting in memory: what the functions in Redis do, said once more in C++. The contract suite
// holds both to the same behaviour. Knobs make it fail and forget as Redis does.
class FakeCounting final : public Counting {
 public:
  using Fields = std::map<std::string, std::int64_t>;
  struct Space {
    std::optional<CountedPosition> counted;
    std::map<std::string, Fields> buckets;
    std::map<std::string, Timestamp> expire_times;
  };
  std::map<CountingSpace, Space> spaces;
  Timestamp now{};         // buckets that expire at or before this are gone
  int fail_before = 0;     // so many calls fail and nothing happens
  int fail_after = 0;      // so many calls happen and their answer is lost
  int calls = 0;

  StatusOr<CountingAnswer> Apply(const CountingSpace& name, const CountingBatch& batch) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    const Position& from = batch.from;
    const Position& to = batch.to;
    if (to.epoch < from.epoch || to.sequence < from.sequence) return Wrong();
    if (auto other = Elsewhere(space, from)) return Lost(*other);
    if (!space.counted || !Countable(space, batch)) return Wrong();
    for (const Increment& increment : batch.increments) {
      Fields& fields = space.buckets[batch.buckets[increment.bucket].name];
      if ((fields[increment.field] += increment.delta) == 0) fields.erase(increment.field);
    }
    std::erase_if(space.buckets, [](const auto& bucket) { return bucket.second.empty(); });
    for (const CountingBucket& bucket : batch.buckets) {
      if (bucket.expire_time && space.buckets.contains(bucket.name)) {
        space.expire_times[bucket.name] = *bucket.expire_time;
      }
    }
    space.counted->position = to;
    Expire(space);
    return Lost({CountingOutcome::kDone, to});
  }

  StatusOr<CountingAnswer> Begin(const CountingSpace& name,
                                 const std::optional<Position>& expected, std::int64_t offset,
                                 std::int64_t rebuild_to) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    if (auto other = Elsewhere(space, expected.value_or(Position{-1, -1, -1}))) {
      return Lost(*other);
    }
    space = Space{CountedPosition{{0, 0, offset}, rebuild_to, Timestamp{}}, {}, {}};
    return Lost({CountingOutcome::kDone, space.counted->position});
  }

  StatusOr<CountingAnswer> Restore(const CountingSpace& name,
                                   const std::optional<Position>& expected,
                                   const CountedPosition& counted,
                                   const std::vector<CountedBucket>& buckets) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    if (auto other = Elsewhere(space, expected.value_or(Position{-1, -1, -1}))) {
      return Lost(*other);
    }
    space = Space{counted, {}, {}};
    for (const CountedBucket& each : buckets) {
      space.buckets[each.bucket.name] = each.fields;
      if (each.bucket.expire_time) space.expire_times[each.bucket.name] = *each.bucket.expire_time;
    }
    Expire(space);
    return Lost({CountingOutcome::kDone, counted.position});
  }

  StatusOr<CountingAnswer> CaughtUp(const CountingSpace& name, const Position& at,
                                    Timestamp time) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    if (!space.counted) return CountingAnswer{CountingOutcome::kBehind, std::nullopt};
    const Position& held = space.counted->position;
    if (held.epoch < at.epoch || held.sequence < at.sequence || held.offset < at.offset) {
      return CountingAnswer{CountingOutcome::kBehind, held};
    }
    space.counted->caught_up_time = std::max(space.counted->caught_up_time, time);
    return Lost({CountingOutcome::kDone, held});
  }

  StatusOr<CountingState> Read(const CountingSpace& name,
                               const std::vector<std::string>& buckets) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    Expire(space);
    CountingState state{space.counted, {}};
    for (const std::string& bucket : buckets) {
      const auto found = space.buckets.find(bucket);
      state.buckets.push_back(found == space.buckets.end() ? Fields{} : found->second);
    }
    return state;
  }

  StatusOr<std::vector<std::string>> Buckets(const CountingSpace& name) override {
    if (Fails(fail_before)) return Away();
    Space& space = spaces[name];
    Expire(space);
    std::vector<std::string> names;
    for (const auto& [bucket, fields] : space.buckets) names.push_back(bucket);
    return names;
  }

 private:
  bool Fails(int& knob) {
    ++calls;
    if (knob == 0) return false;
    --knob;
    return true;
  }
  static Status Away() { return absl::UnavailableError(std::string("away")); }
  static Status Wrong() { return absl::InternalError(std::string("wrong arguments")); }
  StatusOr<CountingAnswer> Lost(const CountingAnswer& answer) {
    if (fail_after == 0) return answer;
    --fail_after;
    return Away();
  }

  static std::optional<CountingAnswer> Elsewhere(const Space& space, const Position& thought) {
    if (!space.counted) {
      if (thought.epoch == -1) return std::nullopt;
      return CountingAnswer{CountingOutcome::kBehind, std::nullopt};
    }
    const auto rank = [](const Position& p) { return std::tuple(p.sequence, p.epoch, p.offset); };
    const Position& held = space.counted->position;
    if (held == thought) return std::nullopt;
    const bool ahead = rank(held) > rank(thought);
    return CountingAnswer{ahead ? CountingOutcome::kAhead : CountingOutcome::kBehind, held};
  }

  static bool Countable(const Space& space, const CountingBatch& batch) {
    for (const Increment& increment : batch.increments) {
      if (increment.bucket >= batch.buckets.size() || increment.field.empty()) return false;
      if (std::abs(increment.delta) > kCountingNumberMax) return false;
      const auto bucket = space.buckets.find(batch.buckets[increment.bucket].name);
      if (bucket == space.buckets.end()) continue;
      const auto field = bucket->second.find(increment.field);
      if (field == bucket->second.end()) continue;
      if (std::abs(field->second + increment.delta) > kCountingNumberMax) return false;
    }
    return true;
  }

  void Expire(Space& space) {
    for (auto it = space.expire_times.begin(); it != space.expire_times.end();) {
      if (it->second > now) {
        ++it;
        continue;
      }
      space.buckets.erase(it->first);
      it = space.expire_times.erase(it);
    }
  }
};

}  // namespace recourse
