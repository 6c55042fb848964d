#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/zone.h"

namespace recourse::ctl {

// Times, spans and tables as people read them. Nothing here is meant for a program.

std::string SpokenDuration(Duration duration);             // 8 h, 22 min 30 s, -5 min
std::string SpokenShare(Duration part, Duration whole);    // 5 of 30 min, 1 h 5 min of 8 h
std::string SpokenTime(const Zone& zone, Timestamp time);  // Tue 2026-03-03 10:00:00
// Tue 2026-03-03 10:00:00 → 10:05:00, with the date again where it is another, and with the
// offsets where the clocks were put forward or back in between.
std::string SpokenSpan(const Zone& zone, Timestamp from, Timestamp to);

// A text from a file without what would move a terminal's cursor.
std::string Printable(std::string_view text);

// Rows whose columns stand under each other; a Chinese character takes two places.
class Table {
 public:
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void AppendTo(std::string& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace recourse::ctl
