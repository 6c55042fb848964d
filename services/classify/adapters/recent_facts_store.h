#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"

namespace recourse::classify {

// What this service said in the last days, the latest first, over all partitions of a topic. Reads
// the outbox page by page, each page a statement of its own: no transaction stays open between two,
// and what is said meanwhile is not seen. Not thread-safe.
class RecentFacts {
 public:
  // Of one partition, at once. A page is read within the session's time limit of a statement.
  static constexpr int kPageRows = 100;

  static StatusOr<RecentFacts> Open(Pool& pool, const std::string& topic, int days);
  // The payload of the next fact; nothing after the last.
  StatusOr<std::optional<std::string>> Next();

 private:
  struct Fact {
    Timestamp recorded_time{};
    std::string payload{};
  };
  struct Source {
    int partition = 0;
    std::int64_t below = 0;    // the next page goes down from here; 0 where none is left
    std::vector<Fact> page{};  // the latest last
  };

  RecentFacts(Pool& pool, std::string topic) : pool_(pool), topic_(std::move(topic)) {}
  Status Fill(Source& source);

  Pool& pool_;
  std::string topic_;
  Timestamp since_{};
  std::vector<Source> sources_;
};

}  // namespace recourse::classify
