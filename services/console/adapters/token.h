#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace recourse::console {

// From the system's source of chance; without it the process stops.
std::string RandomBytes(std::size_t count);

// What a browser holds: 256 random bits, base64url.
std::string NewToken();

// What is kept of it: SHA-256, 32 bytes. The token is chance itself, so it needs no salt.
std::string HashToken(std::string_view token);

}  // namespace recourse::console
