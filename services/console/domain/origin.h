#pragma once

#include <string_view>

namespace recourse::console {

// Where a request with a cookie came from, as the browser says it. A page of another site can have
// the browser send a request, but cannot write these headers.
struct Origin {
  // sec-fetch-site: same-origin, same-site, cross-site, none, or empty.
  std::string_view fetch_site;
  // origin: "https://console.example", or empty.
  std::string_view origin;
  // host: "console.example".
  std::string_view host;
};

// Whether a request that may change something comes from our own pages. One that says nothing is no
// browser of these years, and is refused: a program uses a key instead of a cookie.
bool IsFromOurPages(const Origin& origin);

// Whether a request says of itself that it comes from another site: for what is read, and for
// signing in, which scripts may do.
bool IsFromElsewhere(const Origin& origin);

}  // namespace recourse::console
