#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/programs/watch_stream.h"
#include "tests/bench/programs/watch_zipf.h"

namespace recourse::bench {

struct StreamsOptions {
  Address address;
  std::string key;
  int count = 1;
  int branches = 200;
  double zipf = 1.0;
  double slow_percent = 0;
  bool keep_bytes = false;  // of each change, by the first stream of each branch
};

// All streams of the client, over as many connections as the server's limit asks for.
class Streams {
 public:
  static constexpr int kStreamsPerConnection = 100;  // the server's limit
  static constexpr double kConnectSeconds = 60;
  static constexpr std::chrono::milliseconds kLookEvery{5};

  explicit Streams(StreamsOptions options)
      : options_(std::move(options)), zipf_(options_.branches, options_.zipf) {
    for (int i = 0; i < options_.count; i += kStreamsPerConnection) {
      stubs_.emplace_back(MakeChannel(options_.address));
    }
  }
  ~Streams() { End(); }

  // Opens all at once; the seconds until each has its snapshot.
  double Connect() {
    const std::int64_t begun = MonotonicUs();
    totals_ = std::make_unique<WatchTotals>();
    std::vector<bool> kept(static_cast<std::size_t>(options_.branches), !options_.keep_bytes);
    for (int i = 0; i < options_.count; ++i) {
      const int branch = zipf_.At(Slice(i, options_.count));
      auto seen = kept[static_cast<std::size_t>(branch)];
      streams_.push_back(std::make_unique<WatchStream>(*totals_, branch, !seen));
      seen = true;
      auto& stub = stubs_[static_cast<std::size_t>(i / kStreamsPerConnection)];
      streams_.back()->Start(stub, options_.key, BranchId(branch));
    }
    Await([&] { return totals_->ready + totals_->over >= options_.count; }, kConnectSeconds);
    if (totals_->ready < options_.count) throw std::runtime_error("not every stream began");
    return static_cast<double>(MonotonicUs() - begun) / 1e6;
  }

  // All go and come back at once; the seconds until each has its snapshot.
  double Reconnect() {
    End();
    streams_.clear();
    return Connect();
  }

  void End() {
    for (const auto& stream : streams_) stream->Cancel();
    while (totals_ && totals_->over < static_cast<std::int64_t>(streams_.size())) {
      std::this_thread::sleep_for(kLookEvery);
    }
  }

  // Every hundredth or so, beginning in the middle: of popular branches and of quiet ones.
  bool IsSlow(std::size_t i) const {
    if (options_.slow_percent <= 0) return false;
    const auto every = static_cast<std::size_t>(100 / options_.slow_percent);
    return i % every == every / 2;
  }
  void PauseSlow() {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (IsSlow(i)) streams_[i]->Pause();
    }
  }
  void ResumeSlow() {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (IsSlow(i)) streams_[i]->Resume();
    }
  }

  // How many deliveries follow from so many changes of each branch, the slow ones left out.
  std::int64_t Expected(const std::vector<std::int64_t>& by_branch) const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (!IsSlow(i)) sum += by_branch[static_cast<std::size_t>(streams_[i]->branch())];
    }
    return sum;
  }
  std::int64_t Delivered() const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (!IsSlow(i)) sum += streams_[i]->delivered();
    }
    return sum;
  }
  void AwaitDeliveries(std::int64_t expected, double patience) const {
    Await([&] { return Delivered() >= expected; }, patience);
  }

  boost::json::object Report() const {
    boost::json::array branches, slow, resyncs, known, ended;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      branches.push_back(streams_[i]->branch());
      if (IsSlow(i)) slow.push_back(static_cast<std::int64_t>(i));
      resyncs.push_back(streams_[i]->resyncs());
      known.push_back(streams_[i]->known());
      if (streams_[i]->over()) ended.push_back(static_cast<std::int64_t>(i));
    }
    return {{"streams", options_.count},       {"delivered", Delivered()},
            {"branches", std::move(branches)}, {"slow", std::move(slow)},
            {"resyncs", std::move(resyncs)},   {"known", std::move(known)},
            {"ended", std::move(ended)}};
  }
  // Tickets that each stream knows.
  boost::json::array Known() const {
    boost::json::array known;
    for (const auto& stream : streams_) known.push_back(stream->known());
    return known;
  }

  // Of each delivery: u32 stream, u32 lag in us, i64 time in us, u64 digest, as they lie in memory.
  // Once they have ended.
  void WriteLog(const std::string& path) const {
    std::ofstream out(path, std::ios::binary);
    for (std::uint32_t i = 0; i < streams_.size(); ++i) {
      for (const auto& each : streams_[i]->deliveries()) {
        out.write(reinterpret_cast<const char*>(&i), sizeof i);
        out.write(reinterpret_cast<const char*>(&each.lag_us), sizeof each.lag_us);
        out.write(reinterpret_cast<const char*>(&each.time_us), sizeof each.time_us);
        out.write(reinterpret_cast<const char*>(&each.digest), sizeof each.digest);
      }
    }
    if (!out.flush()) throw std::runtime_error("cannot write " + path);
  }
  // Each change once, by the time at which the first stream of its branch had it.
  void WriteChanges(const std::string& path) const {
    std::vector<TraceChange> all;
    for (const auto& stream : streams_) {
      all.insert(all.end(), stream->changes().begin(), stream->changes().end());
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.offset_us < b.offset_us; });
    const std::int64_t first = all.empty() ? 0 : all.front().offset_us;
    for (TraceChange& change : all) change.offset_us -= first;
    WriteTrace(path, all);
  }

 private:
  template <typename Condition>
  static void Await(const Condition& condition, double seconds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!condition() && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(kLookEvery);
    }
  }

  const StreamsOptions options_;
  const Zipf zipf_;
  std::deque<WatchStub> stubs_;
  std::unique_ptr<WatchTotals> totals_;
  std::vector<std::unique_ptr<WatchStream>> streams_;
};

}  // namespace recourse::bench
