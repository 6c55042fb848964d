#pragma once

#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "recourse/ingest/v1/feedback_service.grpc.pb.h"
#include "services/common/grpc/client.h"
#include "tests/bench/programs/watch_zipf.h"

namespace recourse::bench {

struct FeedOptions {
  Address ingest;
  std::string key;
  std::string run;  // part of each external id, so that no run repeats another's feedback
  int rate = 100;   // pieces a second
  std::int64_t count = 0;
  int branches = 200;
  double zipf = 1.0;
};

// Complaints streamed into the product at a steady rate, each by a customer of its own, so that
// each opens a ticket: piece k goes at start + k/rate, whether or not the one before is answered.
class Feed {
 public:
  explicit Feed(FeedOptions options)
      : options_(std::move(options)), zipf_(options_.branches, options_.zipf) {
    sent_by_branch_.resize(static_cast<std::size_t>(options_.branches));
  }

  // Sends all, waits for every answer.
  void Run() {
    const auto channel = MakeChannel(options_.ingest);
    const auto stub = ingest::v1::FeedbackService::NewStub(channel);
    grpc::ClientContext context;
    Prepare(context, {options_.key, kForEver, true});
    auto stream = stub->StreamFeedback(&context);
    std::thread reader([&] { ReadAnswers(*stream); });
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t k = 0; k < options_.count; ++k) {
      const auto due = start + std::chrono::nanoseconds(k * 1'000'000'000 / options_.rate);
      std::this_thread::sleep_until(due);
      const std::chrono::duration<double, std::micro> late = std::chrono::steady_clock::now() - due;
      lateness_us_.push_back(late.count());
      if (!stream->Write(Frame(k))) break;
      ++sent_;
    }
    stream->WritesDone();
    reader.join();
    const auto status = stream->Finish();
    if (!status.ok()) error_ = status.error_message();
  }

  std::int64_t sent() const { return sent_; }
  std::int64_t accepted() const { return accepted_; }
  const std::string& error() const { return error_; }
  const std::vector<std::int64_t>& sent_by_branch() const { return sent_by_branch_; }
  std::vector<double> lateness_us() const { return lateness_us_; }

 private:
  using Stream = grpc::ClientReaderWriter<ingest::v1::StreamFeedbackRequest,
                                          ingest::v1::StreamFeedbackResponse>;

  ingest::v1::StreamFeedbackRequest Frame(std::int64_t k) {
    // A golden-ratio walk visits the shares evenly, and not in their order.
    constexpr double kGolden = 0.6180339887498949;
    const int branch = zipf_.At(std::fmod(0.5 + static_cast<double>(k) * kGolden, 1.0));
    ++sent_by_branch_[static_cast<std::size_t>(branch)];
    ingest::v1::StreamFeedbackRequest frame;
    frame.set_first_sequence(k + 1);
    auto* feedback = frame.add_feedback();
    feedback->set_source_id("bench-watch");
    feedback->set_external_id(options_.run + "-" + std::to_string(k));
    feedback->set_channel("phone");
    feedback->set_text(
        "I am not happy: my card was swallowed by the machine again, nobody called "
        "me back, and I have been waiting for a new one for two weeks.");
    feedback->set_place(BranchId(branch));
    return frame;
  }

  void ReadAnswers(Stream& stream) {
    ingest::v1::StreamFeedbackResponse response;
    while (stream.Read(&response)) {
      for (const auto& result : response.results()) {
        if (result.state() == ingest::v1::FEEDBACK_STATE_ACCEPTED) ++accepted_;
      }
    }
  }

  const FeedOptions options_;
  const Zipf zipf_;
  std::vector<std::int64_t> sent_by_branch_;
  std::vector<double> lateness_us_;
  std::int64_t sent_ = 0;
  std::int64_t accepted_ = 0;
  std::string error_;
};

}  // namespace recourse::bench
