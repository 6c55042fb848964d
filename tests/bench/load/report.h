#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/load/tally.h"

namespace recourse::bench {

// CPU-seconds that this process has used, all threads.
double CpuSeconds();

// What every program here prints of latencies, in microseconds.
boost::json::object ToJson(const Percentiles& of);

// One a line, in the order they came; false where the file cannot be written. No path, no file.
bool WriteRaw(const std::string& path, const std::vector<std::uint32_t>& latencies_us);

}  // namespace recourse::bench
