#include "tests/bench/load/report.h"

#include <sys/resource.h>

#include <fstream>

namespace recourse::bench {

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

boost::json::object ToJson(const Percentiles& of) {
  return {
      {"p50", of.p50}, {"p99", of.p99}, {"p99.9", of.p999}, {"max", of.max}, {"count", of.count}};
}

bool WriteRaw(const std::string& path, const std::vector<std::uint32_t>& latencies_us) {
  if (path.empty()) return true;
  std::ofstream file(path);
  for (const std::uint32_t latency : latencies_us) file << latency << '\n';
  file.close();
  return static_cast<bool>(file);
}

}  // namespace recourse::bench
