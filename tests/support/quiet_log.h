#pragma once

#include <gtest/gtest.h>

#include "services/common/process/log.h"

namespace recourse::testing {

// Injected faults are warnings by the thousand; only errors are worth reading in a test's output.
class QuietLog final : public ::testing::Environment {
 public:
  void SetUp() override { StartLog({"test", "test", LogLevel::kError}); }
};
inline ::testing::Environment* const kQuietLog =
    ::testing::AddGlobalTestEnvironment(new QuietLog);  // gtest owns it

}  // namespace recourse::testing
