#pragma once

#include <chrono>
#include <cstddef>

#include "recourse/classify/v1/classify_service.pb.h"
#include "services/common/grpc/unary.h"
#include "services/common/postgres/pool.h"
#include "services/common/process/worker_pool.h"

namespace recourse::classify {

// ClassifyService.PreviewRules: rules that are not active, tried on feedback of the last days. One
// at a time, in a thread of its own, with one session of the pool for a page at a time, so that
// looking back never holds up what is decided now. Thread-safe.
class RulesPreview {
 public:
  static constexpr int kDays = 7;
  static constexpr int kDaysMax = 30;
  static constexpr int kFeedback = 1'000;
  static constexpr int kFeedbackMax = 10'000;
  static constexpr std::size_t kTextBytesMax = 2'000;
  // Then the answer is of what was looked at by then.
  static constexpr std::chrono::seconds kTime{20};

  explicit RulesPreview(Pool& pool) : pool_(pool) {}
  // Ends the call from the thread of its own; RESOURCE_EXHAUSTED where others wait already.
  void Start(const v1::PreviewRulesRequest& in, v1::PreviewRulesResponse& out, const Done& done);

 private:
  grpc::Status Run(const v1::PreviewRulesRequest& in, v1::PreviewRulesResponse& out,
                   const Done& done);

  Pool& pool_;
  WorkerPool workers_{"preview", {1, 1}};
};

}  // namespace recourse::classify
