#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "recourse/kpi/v1/kpi_service.pb.h"
#include "services/kpi/adapters/kpi_counters.h"

namespace recourse::kpi {

// What one reader of a watch was sent, and so what he still has to be sent.
class WatchView {
 public:
  // Everything, which the reader takes in place of what he has.
  v1::WatchKpisResponse Snapshot(const std::vector<Kpi>& kpis, const Reading& reading);
  // What differs from what was sent before: values and marks, not the age alone. A snapshot when
  // nothing was sent before or some measure is there no more; without measures when nothing
  // changed.
  v1::WatchKpisResponse Changes(const std::vector<Kpi>& kpis, const Reading& reading);

 private:
  // Name, provisional, branch, category, region.
  using Key = std::tuple<std::string, bool, std::string, std::string, std::string>;
  struct Sent {
    Kpi kpi;
    bool rebuilding = false;
    friend bool operator==(const Sent&, const Sent&) = default;
  };
  using Measures = std::map<Key, Sent>;

  static Measures MeasuresOf(const std::vector<Kpi>& kpis, const Reading& reading);
  bool SomeAreGone(const Measures& measures) const;

  std::optional<Measures> sent_;
};

}  // namespace recourse::kpi
