#include <CLI/CLI.hpp>
#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/bench/floor/committer.h"
#include "tests/bench/load/report.h"

// The floor under an acknowledgement: threads that make ingest's own rows durable, those that
// arrive while a commit is under way sharing the next one, with nothing around it. At a rate it
// tells from when a row was to be written to when it was durable; at full speed what a row costs.
namespace recourse::bench {
namespace {

struct Options {
  std::string dsn;
  std::string schema = "bench";
  std::string method = "insert";
  std::int64_t threads = 2;
  std::int64_t batch = 512;
  Schedule schedule;
  double seconds = 0;
  std::string raw;
  MakerOptions maker;
};

void Declare(CLI::App& app, Options& options) {
  app.add_option("--dsn", options.dsn, "of a role that may make schemas")->required();
  app.add_option("--texts", options.maker.texts, "JSON lines as POST /v1/feedback takes them")
      ->required();
  app.add_option("--schema", options.schema, "made anew and dropped");
  app.add_option("--method", options.method)->check(CLI::IsMember({"copy", "insert"}));
  app.add_option("--threads", options.threads)->check(CLI::Range(1, 16));
  app.add_option("--batch", options.batch, "rows that share a commit")
      ->check(CLI::Range(1, 10'000));
  app.add_option("--rate", options.schedule.rate, "rows a second; 0: full batches, without pause");
  app.add_option("--count", options.schedule.count, "rows in all");
  app.add_option("--seconds", options.seconds, "how long");
  app.add_option("--customers", options.maker.customers)->check(CLI::Range(1, 1'000'000));
  app.add_option("--raw", options.raw, "a file for every latency, microseconds, one a line");
}

// Which rows may be written now. In an open run the k-th arrives at its intended time, and whoever
// comes takes all that have arrived; else there is always a full batch. Thread-safe.
class Arrivals {
 public:
  Arrivals(const Schedule& schedule, std::int64_t batch) : schedule_(schedule), batch_(batch) {}

  struct Batch {
    std::int64_t first = 0;
    std::int64_t count = 0;  // 0 at the end
  };

  Batch Take() {
    const std::lock_guard lock(mutex_);
    if (Ended(next_)) return {};
    if (schedule_.open()) std::this_thread::sleep_until(schedule_.IntendedTime(next_));
    Batch batch{next_, 0};
    const Clock::time_point now = Clock::now();
    while (batch.count < batch_ && !Ended(next_) &&
           (!schedule_.open() || schedule_.IntendedTime(next_) <= now)) {
      ++batch.count;
      ++next_;
    }
    return batch;
  }

 private:
  bool Ended(std::int64_t k) const {
    if (schedule_.FrameSize(k) == 0) return true;
    return schedule_.Over(schedule_.open() ? schedule_.IntendedTime(k) : Clock::now());
  }

  const Schedule schedule_;
  const std::int64_t batch_;
  std::mutex mutex_;
  std::int64_t next_ = 0;
};

// What one thread committed.
struct Committed {
  std::int64_t commits = 0;
  Tally tally;
};

void CommitAll(const Schedule& schedule, Arrivals& arrivals, Committer& committer, Committed& out) {
  while (true) {
    const auto batch = arrivals.Take();
    if (batch.count == 0) return;
    const Clock::time_point begun = Clock::now();
    out.tally.sent += batch.count;
    if (Status s = committer.Commit(batch.first, batch.count); !s.ok()) {
      out.tally.Fail(batch.count, std::string(s.message()));
      continue;
    }
    ++out.commits;
    const Clock::time_point now = Clock::now();
    for (std::int64_t k = batch.first; k < batch.first + batch.count; ++k) {
      out.tally.Acknowledge(schedule.open() ? schedule.IntendedTime(k) : begun, now, false);
    }
  }
}

using Committers = std::vector<std::unique_ptr<Committer>>;

StatusOr<Committers> Connect(const Options& options, const Rows& rows) {
  Committers committers;
  for (std::int64_t i = 0; i < options.threads; ++i) {
    auto made = options.method == "copy" ? CopyCommitter(options.dsn, options.schema, rows)
                                         : InsertCommitter(options.dsn, options.schema, rows);
    if (!made.ok()) return made.status();
    committers.push_back(*std::move(made));
  }
  return committers;
}

Committed CommitByThreads(const Options& options, const Committers& committers) {
  Arrivals arrivals(options.schedule, options.batch);
  std::vector<Committed> parts(committers.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < committers.size(); ++i) {
    threads.emplace_back(
        [&, i] { CommitAll(options.schedule, arrivals, *committers[i], parts[i]); });
  }
  Committed all;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i].join();
    all.commits += parts[i].commits;
    all.tally.Add(std::move(parts[i].tally));
  }
  return all;
}

int Fail(const std::string& why) {
  std::cerr << "bench_group_commit: " << why << '\n';
  return 1;
}
int Fail(const Status& status) { return Fail(std::string(status.message())); }

void Print(const Committed& done, const Schedule& schedule, double cpu) {
  const Tally& tally = done.tally;
  const double seconds = std::chrono::duration<double>(tally.last_time - schedule.start).count();
  std::cout << boost::json::object{{"rows", tally.acknowledged},
                                   {"commits", done.commits},
                                   {"seconds", seconds},
                                   {"rate", static_cast<double>(tally.acknowledged) / seconds},
                                   {"latency_us", ToJson(PercentilesOf(tally.latencies_us))},
                                   {"cpu_seconds", cpu}}
            << '\n';
}

int Run(Options& options) {
  const auto maker = FeedbackMaker::Of(options.maker);
  if (!maker.ok()) return Fail(maker.status());
  const auto rows = Rows::Of(*maker);
  if (!rows.ok()) return Fail(rows.status());
  const auto schema = ScratchSchema::Make(options.dsn, options.schema);
  if (!schema.ok()) return Fail(schema.status());
  const auto committers = Connect(options, *rows);
  if (!committers.ok()) return Fail(committers.status());
  const double cpu = CpuSeconds();
  options.schedule.start = Clock::now();
  const Committed done = CommitByThreads(options, *committers);
  const double used = CpuSeconds() - cpu;
  if (done.tally.failed > 0) return Fail(done.tally.error);
  const auto counted = (*schema)->CountRows();
  if (!counted.ok()) return Fail(counted.status());
  if (*counted != done.tally.acknowledged) return Fail("rows are missing in the tables");
  Print(done, options.schedule, used);
  return WriteRaw(options.raw, done.tally.latencies_us) ? 0 : Fail("cannot write " + options.raw);
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  using recourse::bench::Clock;
  CLI::App app("ingest's rows made durable, and nothing else");
  recourse::bench::Options options;
  options.maker.prefix = "floor";
  options.maker.customers = 1'000;
  recourse::bench::Declare(app, options);
  CLI11_PARSE(app, argc, argv);
  options.schedule.length =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.seconds));
  if (options.schedule.count <= 0 && options.seconds <= 0) {
    std::cerr << "bench_group_commit: --count or --seconds is needed: how much, or how long\n";
    return 2;
  }
  return recourse::bench::Run(options);
}
