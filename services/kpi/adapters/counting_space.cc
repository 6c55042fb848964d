#include "services/kpi/adapters/counting_space.h"

#include <string_view>

namespace recourse::kpi {
namespace {

constexpr std::string_view kProductPrefix = "recourse.";
constexpr std::string_view kSpacePrefix = "recourse:kpi:v1:";

}  // namespace

// recourse.routing.ticket.v1, 3 -> routing.ticket.3
CountingSpace SpaceOf(const Partition& partition) {
  std::string_view name = partition.topic;
  if (name.starts_with(kProductPrefix)) name.remove_prefix(kProductPrefix.size());
  name = name.substr(0, name.rfind('.'));
  return std::string(kSpacePrefix) + "{" + std::string(name) + "." +
         std::to_string(partition.number) + "}";
}

}  // namespace recourse::kpi
