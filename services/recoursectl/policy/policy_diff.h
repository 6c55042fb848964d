#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace recourse::ctl {

// One difference between two documents, by its place: "standards[0].clocks.resolution.target_ms".
struct Difference {
  std::string place;
  std::string before;  // JSON; empty where it was absent
  std::string after;   // JSON; empty where it is absent now
  friend bool operator==(const Difference&, const Difference&) = default;
};

// From `before` to `after`, in the order of `before` and then of `after`. Elements of lists are
// compared by their `*_id` or `id` where all of them have one, else by their place.
std::vector<Difference> DifferencesOf(const boost::json::value& before,
                                      const boost::json::value& after);

}  // namespace recourse::ctl
