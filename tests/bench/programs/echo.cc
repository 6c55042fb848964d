#include "tests/bench/floor/echo.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <limits>

// The floor under ingest's door as a server of its own; bench_load is its client. Prints
// {"port":N} once it listens, and ends with its standard input.
int main(int argc, char** argv) {
  constexpr int kQueuesMax = 16;
  CLI::App app("ingest's door with nothing behind it");
  std::string api = "callback";
  int queues = 1;
  app.add_option("--api", api)->check(CLI::IsMember({"callback", "queue"}));
  app.add_option("--queues", queues, "completion queues, a thread each")
      ->check(CLI::Range(1, kQueuesMax));
  CLI11_PARSE(app, argc, argv);
  const auto server =
      api == "callback" ? recourse::bench::CallbackEcho() : recourse::bench::QueueEcho(queues);
  if (server->port() == 0) {
    std::cerr << "bench_echo: cannot listen on 127.0.0.1: is there a free port?\n";
    return 1;
  }
  std::cout << "{\"port\":" << server->port() << '}' << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max(), EOF);
  return 0;
}
