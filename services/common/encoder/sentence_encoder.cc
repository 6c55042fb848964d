#include "services/common/encoder/sentence_encoder.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "services/common/encoder/network.h"
#include "services/common/encoder/pieces.h"
#include "services/common/encoder/transformer.h"
#include "services/common/encoder/weights_file.h"
#include "services/common/encoder/word_pieces.h"

namespace recourse::encoder {
namespace {

constexpr std::size_t kPiecesAtOnce = 384;  // what fits into a core's cache with the layers' rows

// The Universal Sentence Encoder.
struct Convolving {
  static constexpr std::uint32_t kBegin = 1, kEnd = 2;  // pieces that the release sets aside
  // More than so many bytes never become fewer pieces than are read.
  static constexpr std::size_t kBytesRead = SentenceEncoder::kPiecesMax * Pieces::kBytesMax;
  Pieces pieces;
  Network network;

  std::vector<std::uint32_t> NumbersOf(const std::string& text) const {
    std::vector<std::uint32_t> numbers = pieces.Cut(text, kBytesRead);
    if (numbers.empty()) numbers = {Pieces::kUnknown};
    numbers.resize(std::min(numbers.size(), SentenceEncoder::kPiecesMax - 2));
    numbers.insert(numbers.begin(), kBegin);
    numbers.push_back(kEnd);
    return numbers;
  }
  static std::size_t dimensions() { return Network::kEmbedding; }
};

// BERT.
struct Attending {
  WordPieces pieces;
  Transformer network;

  std::vector<std::uint32_t> NumbersOf(const std::string& text) const {
    return pieces.Cut(text, std::min(SentenceEncoder::kPiecesMax, network.positions()));
  }
  std::size_t dimensions() const { return network.dimensions(); }
};

template <typename Parts>
class EncoderOf final : public SentenceEncoder {
 public:
  EncoderOf(std::unique_ptr<const WeightsFile> weights, Parts parts)
      : weights_(std::move(weights)), parts_(std::move(parts)) {}
  const std::string& release() const override { return weights_->release(); }
  std::size_t dimensions() const override { return parts_.dimensions(); }
  void Encode(std::span<const std::string> texts, std::vector<float>& points) const override;

 private:
  std::unique_ptr<const WeightsFile> weights_;  // what the parts refer to
  Parts parts_;
};

template <typename Parts>
void EncoderOf<Parts>::Encode(std::span<const std::string> texts,
                              std::vector<float>& points) const {
  points.resize(texts.size() * dimensions());
  std::vector<std::vector<std::uint32_t>> group;
  std::size_t pieces = 0, first = 0;
  const auto run = [&] {
    parts_.network.Run(group, &points[first * dimensions()]);
    first += group.size();
    group.clear();
    pieces = 0;
  };
  for (const std::string& text : texts) {
    std::vector<std::uint32_t> next = parts_.NumbersOf(text);
    if (!group.empty() && pieces + next.size() > kPiecesAtOnce) run();
    pieces += next.size();
    group.push_back(std::move(next));
  }
  if (!group.empty()) run();
}

using Opened = StatusOr<std::shared_ptr<const SentenceEncoder>>;

template <typename Parts>
Opened Made(std::unique_ptr<const WeightsFile> weights, Parts parts) {
  return std::make_shared<const EncoderOf<Parts>>(std::move(weights), std::move(parts));
}

Opened OpenConvolving(std::unique_ptr<const WeightsFile> weights) {
  auto network = Network::Of(*weights);
  if (!network.ok()) return network.status();
  auto pieces = Pieces::Of(*weights);
  if (!pieces.ok()) return pieces.status();
  return Made(std::move(weights), Convolving{*std::move(pieces), *std::move(network)});
}

Opened OpenAttending(std::unique_ptr<const WeightsFile> weights) {
  auto network = Transformer::Of(*weights);
  if (!network.ok()) return network.status();
  auto pieces = WordPieces::Of(*weights, network->tokens());
  if (!pieces.ok()) return pieces.status();
  return Made(std::move(weights), Attending{*std::move(pieces), *std::move(network)});
}

}  // namespace

Opened SentenceEncoder::Open(const std::string& folder) {
  auto weights = WeightsFile::Open(folder + "/" + kWeightsFile);
  if (!weights.ok()) return weights.status();
  const bool attends = (*weights)->RowsOf("words") > 0;
  return attends ? OpenAttending(*std::move(weights)) : OpenConvolving(*std::move(weights));
}

Opened SentenceEncoder::OpenRelease(const std::string& folder, const std::string& release) {
  auto own = Open(folder + "/" + release);
  if (own.ok() || own.status().code() != absl::StatusCode::kNotFound) return own;
  auto there = Open(folder);
  const bool absent = there.status().code() == absl::StatusCode::kNotFound;
  if (!absent && (!there.ok() || (*there)->release() == release)) return there;
  return absl::NotFoundError("the encoder " + release + " is not in " + folder +
                             ": fetch it with deploy/local/up or deploy/local/fetch-encoder");
}

}  // namespace recourse::encoder
