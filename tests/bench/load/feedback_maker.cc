#include "tests/bench/load/feedback_maker.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "services/recoursectl/feedback_json.h"

namespace recourse::bench {
namespace {

// Steele, Lea, Flood: SplitMix64. Neighbouring inputs give outputs that have nothing in common.
std::uint64_t Mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// From 0 to below 1.
double Fraction(std::uint64_t value) { return static_cast<double>(value >> 11) * 0x1.0p-53; }

std::string PhoneOf(std::int64_t customer) {
  char phone[32];
  std::snprintf(phone, sizeof(phone), "+8610%09lld", static_cast<long long>(customer));
  return phone;
}

}  // namespace

StatusOr<FeedbackMaker> FeedbackMaker::Of(const MakerOptions& options) {
  FeedbackMaker maker(options);
  if (Status s = maker.ReadTexts(); !s.ok()) return s;
  maker.ReckonShares();
  return maker;
}

Status FeedbackMaker::ReadTexts() {
  std::ifstream file(options_.texts);
  std::string line;
  for (std::int64_t number = 1; std::getline(file, line); ++number) {
    if (line.empty()) continue;
    auto text = ctl::FeedbackOf(line);
    if (!text.ok()) {
      return absl::InvalidArgumentError(options_.texts + ":" + std::to_string(number) + ": " +
                                        std::string(text.status().message()));
    }
    texts_.push_back(*std::move(text));
  }
  if (!texts_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(options_.texts +
                                    ": no feedback in it: name a file of JSON "
                                    "lines in the shape of POST /v1/feedback");
}

void FeedbackMaker::ReckonShares() {
  if (options_.customers <= 0 || options_.zipf <= 0) return;
  double sum = 0;
  for (std::int64_t rank = 1; rank <= options_.customers; ++rank) {
    sum += std::pow(static_cast<double>(rank), -options_.zipf);
    shares_.push_back(sum);
  }
  for (double& share : shares_) share /= sum;
}

std::int64_t FeedbackMaker::CustomerOf(std::int64_t k) const {
  const std::uint64_t chance = Mix(Mix(static_cast<std::uint64_t>(k)) ^ Mix(options_.seed));
  if (shares_.empty()) {
    return static_cast<std::int64_t>(chance % static_cast<std::uint64_t>(options_.customers));
  }
  const auto found = std::upper_bound(shares_.begin(), shares_.end(), Fraction(chance));
  return std::min<std::int64_t>(found - shares_.begin(), options_.customers - 1);
}

void FeedbackMaker::Make(std::int64_t k, ingest::v1::SubmitFeedbackRequest& out) const {
  const std::uint64_t chance = Mix(static_cast<std::uint64_t>(k) ^ options_.seed);
  out = texts_[chance % texts_.size()];
  out.set_external_id(options_.prefix + "-" + std::to_string(k));
  if (options_.customers <= 0) return;
  const std::int64_t customer = CustomerOf(k);
  out.mutable_customer()->set_external_id("c-" + std::to_string(customer));
  out.mutable_customer()->set_phone(PhoneOf(customer));
  out.mutable_customer()->clear_email();
}

}  // namespace recourse::bench
