#pragma once

#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace recourse::bench {

// A change as a stream got it: when, of which branch, and its bytes (a WatchTicketsResponse).
struct TraceChange {
  std::int64_t offset_us = 0;  // after the first
  std::int32_t branch = 0;
  std::string bytes;
};

// The file is read by the machine that wrote it: fixed-size fields as they lie in memory.
inline void WriteTrace(const std::string& path, const std::vector<TraceChange>& changes) {
  std::ofstream out(path, std::ios::binary);
  for (const TraceChange& change : changes) {
    const auto size = static_cast<std::uint32_t>(change.bytes.size());
    out.write(reinterpret_cast<const char*>(&change.offset_us), sizeof change.offset_us);
    out.write(reinterpret_cast<const char*>(&change.branch), sizeof change.branch);
    out.write(reinterpret_cast<const char*>(&size), sizeof size);
    out.write(change.bytes.data(), size);
  }
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

inline std::vector<TraceChange> ReadTrace(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::vector<TraceChange> changes;
  TraceChange change;
  std::uint32_t size = 0;
  while (in.read(reinterpret_cast<char*>(&change.offset_us), sizeof change.offset_us) &&
         in.read(reinterpret_cast<char*>(&change.branch), sizeof change.branch) &&
         in.read(reinterpret_cast<char*>(&size), sizeof size)) {
    change.bytes.resize(size);
    in.read(change.bytes.data(), size);
    changes.push_back(change);
  }
  return changes;
}

}  // namespace recourse::bench
