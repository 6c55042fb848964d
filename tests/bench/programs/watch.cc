// A client of WatchTickets: N streams over branches by Zipf's law, and, unless it watches the
// floor, the complaints that make the changes. Phases, so that whoever measures knows when:
//   `ready` on stderr when every stream has its snapshot; a line on stdin begins the feed;
//   `done` when all expected deliveries came, or after --patience; a line on stdin ends it.
// Standard output: one JSON object. Correctness: what came is counted per stream and compared with
// what was sent to its branch; --log has each delivery, for a comparison with the outbox.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "tests/bench/programs/watch_feed.h"
#include "tests/bench/programs/watch_streams.h"

namespace recourse::bench {
namespace {

struct Flags {
  StreamsOptions streams;
  FeedOptions feed;
  std::string watched;
  std::string ingest;
  std::int64_t expect = -1;  // deliveries; of a feed they follow from what was sent
  double patience = 30;
  int slow_after = 0;
  int slow_seconds = 30;
  std::string trace;
  std::string log;
  bool storm = false;
};

Flags Read(int argc, char** argv) {
  Flags flags;
  CLI::App app("streams of WatchTickets, and the complaints that change tickets");
  app.add_option("--watch", flags.watched, "address of routing, or of the floor")->required();
  app.add_option("--watch-key", flags.streams.key);
  app.add_option("--streams", flags.streams.count);
  app.add_option("--branches", flags.streams.branches);
  app.add_option("--zipf", flags.streams.zipf);
  app.add_option("--slow-percent", flags.streams.slow_percent);
  app.add_option("--slow-after", flags.slow_after, "seconds of the feed before they stop reading");
  app.add_option("--slow-seconds", flags.slow_seconds, "for how long the slow ones do not read");
  app.add_option("--ingest", flags.ingest, "address of ingest; without it nothing is fed");
  app.add_option("--feed-key", flags.feed.key);
  app.add_option("--run", flags.feed.run);
  app.add_option("--rate", flags.feed.rate, "complaints a second");
  app.add_option("--complaints", flags.feed.count);
  app.add_option("--expect", flags.expect, "deliveries, where nothing is fed");
  app.add_option("--patience", flags.patience, "seconds to wait for what is expected");
  app.add_option("--trace", flags.trace, "file for the changes as they came, for the floor");
  app.add_option("--log", flags.log, "file for each delivery, see Streams::WriteLog");
  app.add_flag("--storm", flags.storm, "at the end all streams connect anew at once");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  flags.streams.address = ParseAddress(flags.watched).value();
  flags.feed.branches = flags.streams.branches;
  flags.feed.zipf = flags.streams.zipf;
  flags.streams.keep_bytes = !flags.trace.empty();
  return flags;
}

void Say(const char* phase) { std::cerr << phase << std::endl; }

void AwaitLine() {
  std::string line;
  std::getline(std::cin, line);
}

double P(std::vector<double> samples, double share) {
  if (samples.empty()) return 0;
  std::sort(samples.begin(), samples.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1));
  return samples[at];
}

std::int64_t Expected(const Flags& flags, const Streams& streams, const Feed& feed) {
  return flags.ingest.empty() ? flags.expect : streams.Expected(feed.sent_by_branch());
}

boost::json::object Report(const Flags& flags, const Streams& streams, const Feed& feed) {
  boost::json::object out = streams.Report();
  out["sent"] = feed.sent();
  out["accepted"] = feed.accepted();
  out["expected"] = Expected(flags, streams, feed);
  out["feed_error"] = feed.error();
  out["lateness_p99_us"] = P(feed.lateness_us(), 0.99);
  out["sent_by_branch"] = boost::json::value_from(feed.sent_by_branch());
  return out;
}

void Measure(const Flags& flags, Streams& streams, Feed& feed) {
  std::thread slow;
  if (flags.streams.slow_percent > 0) {
    slow = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::seconds(flags.slow_after));
      streams.PauseSlow();
      std::this_thread::sleep_for(std::chrono::seconds(flags.slow_seconds));
      streams.ResumeSlow();
    });
  }
  if (!flags.ingest.empty()) feed.Run();
  if (slow.joinable()) slow.join();
  streams.AwaitDeliveries(Expected(flags, streams, feed), flags.patience);
}

int Run(Flags flags) {
  if (!flags.ingest.empty()) flags.feed.ingest = ParseAddress(flags.ingest).value();
  Streams streams(flags.streams);
  Feed feed(flags.feed);
  const double ready = streams.Connect();
  Say("ready");
  AwaitLine();
  const std::int64_t begun = MonotonicUs();
  Measure(flags, streams, feed);
  Say("done");
  AwaitLine();
  boost::json::object out = Report(flags, streams, feed);
  out["begin_us"] = begun;
  out["ready_s"] = ready;
  if (flags.storm) out["storm_s"] = streams.Reconnect();
  if (flags.storm) out["storm_known"] = streams.Known();
  streams.End();
  if (!flags.log.empty()) streams.WriteLog(flags.log);
  if (!flags.trace.empty()) streams.WriteChanges(flags.trace);
  std::cout << boost::json::serialize(out) << std::endl;
  return 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  try {
    return recourse::bench::Run(recourse::bench::Read(argc, argv));
  } catch (const std::exception& error) {
    std::cerr << "bench_watch: " << error.what() << std::endl;
    return 1;
  }
}
