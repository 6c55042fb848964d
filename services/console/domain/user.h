#pragma once

#include <string_view>

namespace recourse::console {

inline constexpr std::size_t kUserNameBytesMax = 128;

// Whether a text can be the name that somebody signs in by: 1 to 128 bytes without control
// characters and slashes that does not begin with a dot, so that an address can hold it. UTF-8 is
// the caller's to see.
bool IsUserName(std::string_view name);

// Roles that people have; machines alone have `ingest`.
bool IsPersonsRole(std::string_view role);

}  // namespace recourse::console
