#include "services/console/domain/origin.h"

namespace recourse::console {
namespace {

// "https://console.example" is of the host "console.example". "null" is of none.
bool IsOf(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size()) == host;
  }
  return false;
}

}  // namespace

bool IsFromOurPages(const Origin& origin) {
  if (IsFromElsewhere(origin)) return false;
  return origin.fetch_site == "same-origin" || !origin.origin.empty();
}

bool IsFromElsewhere(const Origin& origin) {
  if (!origin.origin.empty() && !IsOf(origin.origin, origin.host)) return true;
  return !origin.fetch_site.empty() && origin.fetch_site != "same-origin" &&
         origin.fetch_site != "none";
}

}  // namespace recourse::console
