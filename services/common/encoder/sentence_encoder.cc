#include "services/common/encoder/sentence_encoder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "services/common/encoder/network.h"
#include "services/common/encoder/pieces.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {
namespace {

constexpr std::uint32_t kBegin = 1, kEnd = 2;  // pieces that the release sets aside
constexpr std::size_t kPiecesAtOnce = 384;  // what fits into a core's cache with the layers' rows

// More than so many bytes never become fewer pieces than are read.
constexpr std::size_t kBytesRead = SentenceEncoder::kPiecesMax * Pieces::kBytesMax;

std::vector<std::uint32_t> NumbersOf(const Pieces& pieces, const std::string& text) {
  std::vector<std::uint32_t> numbers = pieces.Cut(text, kBytesRead);
  if (numbers.empty()) numbers = {Pieces::kUnknown};
  numbers.resize(std::min(numbers.size(), SentenceEncoder::kPiecesMax - 2));
  numbers.insert(numbers.begin(), kBegin);
  numbers.push_back(kEnd);
  return numbers;
}

}  // namespace

struct SentenceEncoder::Parts {
  std::unique_ptr<const WeightsFile> weights;
  Pieces pieces;
  Network network;
};

SentenceEncoder::SentenceEncoder(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
SentenceEncoder::~SentenceEncoder() = default;

StatusOr<std::shared_ptr<const SentenceEncoder>> SentenceEncoder::Open(const std::string& folder) {
  auto weights = WeightsFile::Open(folder + "/" + kWeightsFile);
  if (!weights.ok()) return weights.status();
  auto network = Network::Of(**weights);
  if (!network.ok()) return network.status();
  auto pieces = Pieces::Of(**weights);
  if (!pieces.ok()) return pieces.status();
  auto parts = std::make_unique<const Parts>(Parts{*std::move(weights), *pieces, *network});
  return std::shared_ptr<const SentenceEncoder>(new SentenceEncoder(std::move(parts)));
}

const std::string& SentenceEncoder::release() const { return parts_->weights->release(); }

void SentenceEncoder::Encode(std::span<const std::string> texts, std::vector<float>& points) const {
  points.resize(texts.size() * kDimensions);
  std::vector<std::vector<std::uint32_t>> group;
  std::size_t pieces = 0, first = 0;
  const auto run = [&] {
    parts_->network.Run(group, &points[first * kDimensions]);
    first += group.size();
    group.clear();
    pieces = 0;
  };
  for (const std::string& text : texts) {
    std::vector<std::uint32_t> next = NumbersOf(parts_->pieces, text);
    if (!group.empty() && pieces + next.size() > kPiecesAtOnce) run();
    pieces += next.size();
    group.push_back(std::move(next));
  }
  if (!group.empty()) run();
}

}  // namespace recourse::encoder
