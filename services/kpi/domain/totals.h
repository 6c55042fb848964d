#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "services/kpi/domain/measure.h"

namespace recourse::kpi {

// What was counted at one place, over all its cells.
class Totals {
 public:
  void Add(const Cell& cell, std::int64_t count) { counts_[cell.measure][cell.detail] += count; }

  // How many of each detail; empty where nothing was counted.
  const std::map<int, std::int64_t>& Details(Measure measure) const {
    static const std::map<int, std::int64_t> none;
    const auto found = counts_.find(measure);
    return found == counts_.end() ? none : found->second;
  }
  std::int64_t Count(Measure measure) const {
    std::int64_t sum = 0;
    for (const auto& [detail, count] : Details(measure)) sum += count;
    return sum;
  }
  std::int64_t Count(Measure measure, int detail) const {
    const auto& details = Details(measure);
    const auto found = details.find(detail);
    return found == details.end() ? 0 : found->second;
  }

 private:
  std::map<Measure, std::map<int, std::int64_t>> counts_;
};

}  // namespace recourse::kpi
