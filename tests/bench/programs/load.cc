#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <thread>

#include "services/common/grpc/client.h"
#include "tests/bench/load/report.h"
#include "tests/bench/load/sender.h"

// The load that the benchmarks share: feedback by one of ingest's doors, in an open loop at a rate,
// or as fast as the window of what is unanswered lets it. One JSON object on standard output.
namespace recourse::bench {
namespace {

constexpr std::chrono::seconds kConnectPatience{10};
constexpr std::chrono::milliseconds kLead{50};  // threads stand ready when the run begins
// Of one connection: the server takes 100 calls at a time.
constexpr std::int64_t kUnaryWindow = 64;
// Of one stream: twice what ingest has in hand, so that it never waits for the sender.
constexpr std::int64_t kStreamWindow = 2'048;

struct Options {
  std::string address;
  std::string key_file;
  std::string door = "stream";
  std::int64_t clients = 1;
  std::int64_t window = 0;
  double rate = 0;
  std::int64_t frame = 64;
  std::int64_t count = 0;
  double seconds = 0;
  std::string raw;
  MakerOptions maker;
};

void Declare(CLI::App& app, Options& options) {
  app.add_option("--address", options.address, "host:port of ingest's gRPC")->required();
  app.add_option("--key-file", options.key_file, "a key of role ingest")->required();
  app.add_option("--texts", options.maker.texts, "JSON lines as POST /v1/feedback takes them")
      ->required();
  app.add_option("--prefix", options.maker.prefix, "of the ids; another for every run")->required();
  app.add_option("--door", options.door)->check(CLI::IsMember({"unary", "stream"}));
  app.add_option("--clients", options.clients, "connections, one stream each")
      ->check(CLI::Range(1, 1'000));
  app.add_option("--window", options.window, "pieces unanswered, a client; 0: 64 unary, 2,048");
  app.add_option("--rate", options.rate, "pieces a second in all; 0: as fast as the window allows");
  app.add_option("--frame", options.frame, "pieces sent together")->check(CLI::Range(1, 512));
  app.add_option("--count", options.count, "pieces in all");
  app.add_option("--seconds", options.seconds, "how long");
  app.add_option("--customers", options.maker.customers, "0: those of the texts");
  app.add_option("--zipf", options.maker.zipf, "exponent of the customers' shares; 0: all alike");
  app.add_option("--seed", options.maker.seed);
  app.add_option("--raw", options.raw, "a file for every latency, microseconds, one a line");
}

StatusOr<Peers> Connect(const Options& options) {
  const auto address = ParseAddress(options.address);
  if (!address.ok()) return address.status();
  Peers peers;
  std::ifstream(options.key_file) >> peers.key;
  if (peers.key.empty()) return absl::NotFoundError("cannot read a key: " + options.key_file);
  for (std::int64_t i = 0; i < options.clients; ++i) {
    peers.channels.push_back(MakeChannel(*address));
    if (!WaitConnected(*peers.channels.back(), kConnectPatience)) {
      return absl::UnavailableError("nobody answers at " + options.address);
    }
  }
  return peers;
}

Schedule ScheduleOf(const Options& options) {
  const auto length =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.seconds));
  return {Clock::now() + kLead, options.rate, options.door == "unary" ? 1 : options.frame,
          options.count, length};
}

boost::json::object Report(const Tally& tally, const Schedule& schedule, double cpu) {
  const double seconds = std::chrono::duration<double>(tally.last_time - schedule.start).count();
  const auto rate = static_cast<double>(tally.acknowledged) / std::max(seconds, 1e-9);
  return {{"sent", tally.sent},
          {"acknowledged", tally.acknowledged},
          {"duplicates", tally.duplicates},
          {"refused", tally.refused},
          {"failed", tally.failed},
          {"exhausted", tally.exhausted},
          {"error", tally.error},
          {"seconds", seconds},
          {"rate", tally.acknowledged > 0 ? rate : 0},
          {"open_loop", schedule.open()},
          {"latency_us", ToJson(PercentilesOf(tally.latencies_us))},
          {"lateness_us", ToJson(PercentilesOf(tally.lateness_us))},
          {"cpu_seconds", cpu}};
}

int Fail(const std::string& why) {
  std::cerr << "bench_load: " << why << '\n';
  return 1;
}

int Run(const Options& options) {
  const bool unary = options.door == "unary";
  const auto maker = FeedbackMaker::Of(options.maker);
  if (!maker.ok()) return Fail(std::string(maker.status().message()));
  const auto peers = Connect(options);
  if (!peers.ok()) return Fail(std::string(peers.status().message()));
  const double cpu = CpuSeconds();
  const Schedule schedule = ScheduleOf(options);
  std::this_thread::sleep_until(schedule.start);
  const std::int64_t window = options.window > 0 ? options.window
                              : unary            ? kUnaryWindow
                                                 : kStreamWindow;
  const Tally tally = unary ? SendUnary(*peers, *maker, schedule, window)
                            : SendStreams(*peers, *maker, schedule, window);
  std::cout << Report(tally, schedule, CpuSeconds() - cpu) << '\n';
  if (!WriteRaw(options.raw, tally.latencies_us)) return Fail("cannot write " + options.raw);
  if (tally.sent != tally.acknowledged + tally.refused + tally.failed) {
    return Fail("what was sent and what was answered do not agree");
  }
  return tally.failed > tally.exhausted ? Fail(tally.error) : 0;
}

}  // namespace
}  // namespace recourse::bench

int main(int argc, char** argv) {
  CLI::App app("feedback for ingest, at a rate or as fast as it is acknowledged");
  recourse::bench::Options options;
  recourse::bench::Declare(app, options);
  CLI11_PARSE(app, argc, argv);
  if (options.count <= 0 && options.seconds <= 0) {
    std::cerr << "bench_load: --count or --seconds is needed: how much, or how long\n";
    return 2;
  }
  return recourse::bench::Run(options);
}
