#pragma once

namespace recourse {

// The functions by which spaces are changed, in Lua as Redis 7 runs it. A script has no rollback,
// so each one checks everything that could fail before it writes anything.
extern const char* const kCountingLibrary;

}  // namespace recourse
