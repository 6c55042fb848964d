#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "services/common/core/status.h"

namespace recourse::ctl::model {

// The whole of a file. NOT_FOUND names it; INVALID_ARGUMENT where it has more than `most` bytes.
StatusOr<std::string> ReadWhole(const std::string& path, std::size_t most);

// Writes a file beside its place and moves it there when it is whole, so that whoever reads it sees
// the old one or the new one.
Status WriteWhole(const std::string& path, std::string_view content);

// SHA-256 in hexadecimal.
std::string DigestOf(std::string_view content);

}  // namespace recourse::ctl::model
