#include "services/common/redis/redis_counting.h"

#include <atomic>
#include <charconv>
#include <random>
#include <set>
#include <utility>

#include "services/common/redis/counting_library.h"

namespace recourse {
namespace {

constexpr const char* kPositionName = "position";
constexpr const char* kScanCount = "1000";
// Of one pipeline: some megabytes at a time.
constexpr std::size_t kStagedFieldsMax = 10'000;
// What was put aside and not taken is forgotten after ten minutes.
constexpr const char* kAsideMilliseconds = "600000";

std::string KeyOf(const CountingSpace& space, const std::string& name) {
  return space + ":" + name;
}

// Another one each time, so that two who put back at once are not in each other's way.
std::string AsideToken() {
  static std::atomic<std::uint64_t> ordinal{0};
  std::random_device chance;
  return std::to_string(chance()) + "-" + std::to_string(++ordinal);
}

std::int64_t MillisecondsOf(Timestamp time) { return time.time_since_epoch().count(); }

void AppendPlace(const Position& place, std::vector<std::string>& arguments) {
  for (const std::int64_t part : {place.epoch, place.sequence, place.offset}) {
    arguments.push_back(std::to_string(part));
  }
}

std::optional<std::int64_t> IntegerOf(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Status Foreign(const std::string& what) {
  return absl::DataLossError("Redis holds " + what +
                             " that this program did not write; delete the key and it is counted "
                             "again from the log");
}

StatusOr<std::map<std::string, std::int64_t>> HashOf(const RedisReply& reply) {
  if (reply.elements.size() % 2 != 0) return Foreign("a hash");
  std::map<std::string, std::int64_t> fields;
  for (std::size_t i = 0; i < reply.elements.size(); i += 2) {
    const auto value = IntegerOf(reply.elements[i + 1].text);
    if (!value) return Foreign("the field " + reply.elements[i].text);
    fields.emplace(reply.elements[i].text, *value);
  }
  return fields;
}

// A position that lacks a part is none: the functions judge it so too.
std::optional<CountedPosition> CountedOf(const std::map<std::string, std::int64_t>& fields) {
  const auto epoch = fields.find("epoch");
  const auto sequence = fields.find("sequence");
  const auto offset = fields.find("offset");
  const auto rebuild_to = fields.find("rebuild_to");
  const auto caught_up = fields.find("caught_up_time");
  const auto end = fields.end();
  if (epoch == end || sequence == end || offset == end) return std::nullopt;
  return CountedPosition{{epoch->second, sequence->second, offset->second},
                         rebuild_to == end ? 0 : rebuild_to->second,
                         Timestamp(Duration(caught_up == end ? 0 : caught_up->second))};
}

StatusOr<CountingAnswer> AnswerOf(const RedisReply& reply) {
  if (reply.elements.size() != 4) return absl::InternalError(std::string("Redis answered oddly"));
  CountingAnswer answer;
  const std::string& word = reply.elements[0].text;
  if (word == "DUP") answer.outcome = CountingOutcome::kAhead;
  if (word == "GAP") answer.outcome = CountingOutcome::kBehind;
  std::int64_t places[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto place = IntegerOf(reply.elements[i + 1].text);
    if (!place) return Foreign("a position");
    places[i] = *place;
  }
  if (places[0] >= 0) answer.position = Position{places[0], places[1], places[2]};
  return answer;
}

}  // namespace

RedisCounting::RedisCounting(RedisConnection& connection)
    : connection_(connection), library_(kCountingLibrary) {}

StatusOr<CountingAnswer> RedisCounting::Apply(const CountingSpace& space,
                                              const CountingBatch& batch) {
  std::vector<std::string> keys{KeyOf(space, kPositionName)};
  std::vector<std::string> arguments;
  for (const Position& place : {batch.from, batch.to}) AppendPlace(place, arguments);
  for (const CountingBucket& bucket : batch.buckets) {
    keys.push_back(KeyOf(space, bucket.name));
    arguments.push_back(
        std::to_string(bucket.expire_time ? MillisecondsOf(*bucket.expire_time) : 0));
  }
  for (const Increment& increment : batch.increments) {
    arguments.push_back(std::to_string(increment.bucket + 1));
    arguments.push_back(increment.field);
    arguments.push_back(std::to_string(increment.delta));
  }
  return Call("recourse_count", keys, arguments);
}

StatusOr<CountingAnswer> RedisCounting::Begin(const CountingSpace& space,
                                              const std::optional<Position>& expected,
                                              std::int64_t offset, std::int64_t rebuild_to) {
  const auto names = Buckets(space);
  if (!names.ok()) return names.status();
  std::vector<std::string> keys{KeyOf(space, kPositionName)};
  for (const std::string& name : *names) keys.push_back(KeyOf(space, name));
  std::vector<std::string> arguments;
  AppendPlace(expected.value_or(Position{-1, -1, -1}), arguments);
  arguments.push_back(std::to_string(offset));
  arguments.push_back(std::to_string(rebuild_to));
  return Call("recourse_begin", keys, arguments);
}

// First aside, where nobody looks, however much it is; then all of it into its place at once. What
// an end in between leaves aside runs out.
StatusOr<CountingAnswer> RedisCounting::Restore(const CountingSpace& space,
                                                const std::optional<Position>& expected,
                                                const CountedPosition& counted,
                                                const std::vector<CountedBucket>& buckets) {
  const std::string aside = space + "/" + AsideToken() + "/";
  if (Status status = Stage(aside, buckets); !status.ok()) return status;
  const auto names = Buckets(space);
  if (!names.ok()) return names.status();
  std::vector<std::string> keys{KeyOf(space, kPositionName)};
  std::vector<std::string> arguments;
  AppendPlace(expected.value_or(Position{-1, -1, -1}), arguments);
  AppendPlace(counted.position, arguments);
  arguments.push_back(std::to_string(counted.rebuild_to));
  arguments.push_back(std::to_string(MillisecondsOf(counted.caught_up_time)));
  arguments.push_back(std::to_string(buckets.size()));
  for (const CountedBucket& each : buckets) {
    keys.push_back(aside + each.bucket.name);
    keys.push_back(KeyOf(space, each.bucket.name));
    const auto& expiry = each.bucket.expire_time;
    arguments.push_back(std::to_string(expiry ? MillisecondsOf(*expiry) : 0));
  }
  for (const std::string& name : *names) keys.push_back(KeyOf(space, name));
  return Call("recourse_restore", keys, arguments);
}

Status RedisCounting::Stage(const std::string& prefix, const std::vector<CountedBucket>& buckets) {
  for (std::size_t i = 0; i < buckets.size();) {
    std::vector<RedisCommand> commands;
    for (std::size_t fields = 0; i < buckets.size() && fields < kStagedFieldsMax; ++i) {
      RedisCommand set{"HSET", prefix + buckets[i].bucket.name};
      for (const auto& [field, count] : buckets[i].fields) {
        set.push_back(field);
        set.push_back(std::to_string(count));
      }
      fields += buckets[i].fields.size();
      if (buckets[i].fields.empty()) continue;
      commands.push_back(std::move(set));
      commands.push_back({"PEXPIRE", prefix + buckets[i].bucket.name, kAsideMilliseconds});
    }
    const auto replies = connection_.Pipeline(commands);
    if (!replies.ok()) return replies.status();
  }
  return absl::OkStatus();
}

StatusOr<CountingAnswer> RedisCounting::CaughtUp(const CountingSpace& space, const Position& at,
                                                 Timestamp time) {
  std::vector<std::string> arguments;
  AppendPlace(at, arguments);
  arguments.push_back(std::to_string(MillisecondsOf(time)));
  return Call("recourse_caught_up", {KeyOf(space, kPositionName)}, arguments);
}

StatusOr<CountingState> RedisCounting::Read(const CountingSpace& space,
                                            const std::vector<std::string>& buckets) {
  if (buckets.size() > kCountingBucketsMax) {
    return absl::InvalidArgumentError(std::string("too many buckets in one reading"));
  }
  std::vector<RedisCommand> commands{{"HGETALL", KeyOf(space, kPositionName)}};
  for (const std::string& name : buckets) commands.push_back({"HGETALL", KeyOf(space, name)});
  const auto replies = connection_.Transaction(commands);
  if (!replies.ok()) return replies.status();
  CountingState state;
  for (std::size_t i = 0; i < replies->size(); ++i) {
    auto fields = HashOf((*replies)[i]);
    if (!fields.ok()) return fields.status();
    if (i == 0) {
      state.counted = CountedOf(*fields);
    } else {
      state.buckets.push_back(*std::move(fields));
    }
  }
  return state;
}

StatusOr<std::vector<std::string>> RedisCounting::Buckets(const CountingSpace& space) {
  const std::string prefix = space + ":";
  std::set<std::string> names;  // a scan may say a key twice
  std::string cursor = "0";
  do {
    const auto reply =
        connection_.Call({"SCAN", cursor, "MATCH", prefix + "*", "COUNT", kScanCount});
    if (!reply.ok()) return reply.status();
    if (reply->elements.size() != 2) return absl::InternalError(std::string("odd answer to SCAN"));
    cursor = reply->elements[0].text;
    for (const RedisReply& key : reply->elements[1].elements) {
      names.insert(key.text.substr(prefix.size()));
    }
  } while (cursor != "0");
  names.erase(kPositionName);
  return std::vector<std::string>(names.begin(), names.end());
}

StatusOr<CountingAnswer> RedisCounting::Call(const std::string& function,
                                             const std::vector<std::string>& keys,
                                             const std::vector<std::string>& arguments) {
  const auto reply = library_.Call(connection_, function, keys, arguments);
  if (!reply.ok()) return reply.status();
  return AnswerOf(*reply);
}

}  // namespace recourse
