#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "recourse/ingest/v1/feedback_service.pb.h"
#include "services/common/core/status.h"

namespace recourse::bench {

struct MakerOptions {
  std::string texts{};         // a file of JSON lines, each as POST /v1/feedback takes it
  std::string prefix{};        // of the senders' own ids: another for each run, or all is known
  std::int64_t customers = 0;  // 0 leaves each text its own customer
  double zipf = 0;             // exponent; 0 is every customer alike
  std::uint64_t seed = 1;
};

// The k-th piece of feedback of a run: a function of the options and of k alone, so that any number
// of threads make the same run in any order. Thread-safe.
class FeedbackMaker {
 public:
  // INVALID_ARGUMENT names the file's line that cannot be read, or an empty file.
  static StatusOr<FeedbackMaker> Of(const MakerOptions& options);

  void Make(std::int64_t k, ingest::v1::SubmitFeedbackRequest& out) const;
  // From 0; only with options.customers.
  std::int64_t CustomerOf(std::int64_t k) const;

 private:
  explicit FeedbackMaker(MakerOptions options) : options_(std::move(options)) {}
  Status ReadTexts();
  void ReckonShares();

  MakerOptions options_;
  std::vector<ingest::v1::SubmitFeedbackRequest> texts_;
  std::vector<double> shares_;  // cumulative, of the customers by rank; empty where all are alike
};

}  // namespace recourse::bench
