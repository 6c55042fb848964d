#include "services/common/encoder/network.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "services/common/encoder/algebra.h"

namespace recourse::encoder {
namespace {

// Rows of zeros between texts and at both ends: what a neighbourhood sees beyond its own text.
constexpr std::size_t kGap = 2;
constexpr std::size_t kHidden = 320;
constexpr std::size_t kOrders[Network::kBranches] = {2, 3, 5};
constexpr std::size_t kLefts[Network::kBranches] = {0, 1, 2};

// As the other Multiply, of `b` whose rows follow one another.
void Multiply(std::size_t rows, std::size_t inner, std::size_t columns, const float* a,
              std::size_t a_step, const float* b, float keep, float* c, std::size_t c_step) {
  encoder::Multiply(rows, inner, columns, {a, a_step}, {b, columns}, keep, {c, c_step});
}

void KeepPositive(std::vector<float>& numbers) {
  for (float& number : numbers) number = std::max(number, 0.0F);
}

}  // namespace

// What is worked on, one row a piece, with gaps of zeros.
struct Network::Rows {
  std::size_t count = 0;              // with the gaps
  std::vector<std::size_t> pieces{};  // the rows that are pieces
  std::vector<float> features{};      // count x kFeatures
  std::vector<float> projected{};     // count x kBranches * kChannels
  std::vector<float> hidden{};        // count x kChannels
  std::vector<float> sums{};          // texts x kEmbedding
};

StatusOr<Network> Network::Of(const WeightsFile& file) {
  Network network;
  Taking take{file};
  network.table_ = file.Bytes("embedding", kPieces, kEmbedding);
  if (network.table_.data() == nullptr) take.missing = "embedding";
  network.chunk_scale_ = take.Floats("scale", 1, kChunks);
  network.chunk_low_ = take.Floats("lo", 1, kChunks);
  for (std::size_t i = 0; i < kBranches; ++i) {
    const std::string order = std::to_string(kOrders[i]);
    const std::size_t window = kOrders[i] * kChannels;
    network.branches_[i] = {kOrders[i],
                            kLefts[i],
                            take.Floats("proj" + order, kEmbedding, kChannels),
                            take.Floats("proj_b" + order, 1, kChannels),
                            take.Floats("ln_g" + order, 1, kChannels),
                            take.Floats("ln_b" + order, 1, kChannels),
                            take.Floats("w1_" + order, window, kChannels),
                            take.Floats("b1_" + order, 1, kChannels),
                            take.Floats("w2_" + order, window, kChannels),
                            take.Floats("b2_" + order, 1, kChannels)};
  }
  network.scale_ = take.Floats("ln_g", 1, kFeatures);
  network.shift_ = take.Floats("ln_b", 1, kFeatures);
  network.output_ = take.Floats("cnn_W", kFeatures, kEmbedding);
  network.output_bias_ = take.Floats("cnn_b", 1, kEmbedding);
  network.d0_ = take.Floats("d0", kEmbedding, kHidden);
  network.d1_ = take.Floats("d1", kHidden, kHidden);
  network.d2_ = take.Floats("d2", kHidden, kEmbedding);
  network.d3_ = take.Floats("d3", kEmbedding, kEmbedding);
  network.p1_ = take.Floats("p1", kEmbedding, kHidden);
  network.p3_ = take.Floats("p3", kHidden, kEmbedding);
  const auto epsilon = take.Floats("eps", 1, 1);
  if (Status status = take.status(); !status.ok()) return status;
  network.epsilon_ = epsilon[0];
  return network;
}

void Network::Run(std::span<const std::vector<std::uint32_t>> texts, float* points) const {
  thread_local Rows rows;  // memory that the next texts use again
  Embed(texts, rows);
  Project(rows);
  for (std::size_t branch = 0; branch < kBranches; ++branch) Convolve(branch, rows);
  Pool(texts, rows);
  Finish(texts.size(), rows, points);
}

void Network::Embed(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const {
  rows.pieces.clear();
  rows.count = kGap;
  for (const auto& text : texts) {
    for (std::size_t i = 0; i < text.size(); ++i) rows.pieces.push_back(rows.count++);
    rows.count += kGap;
  }
  rows.features.assign(rows.count * kFeatures, 0);
  std::size_t at = 0;
  for (const auto& text : texts) {
    for (const std::uint32_t piece : text) {
      const std::size_t chunk = piece % kChunks;
      const std::uint8_t* bytes = &table_[(chunk * kChunkRows + piece / kChunks) * kEmbedding];
      float* row = &rows.features[rows.pieces[at++] * kFeatures];
      for (std::size_t i = 0; i < kEmbedding; ++i) {
        row[i] = static_cast<float>(bytes[i]) * chunk_scale_[chunk] + chunk_low_[chunk];
      }
    }
  }
}

void Network::Project(Rows& rows) const {
  constexpr std::size_t kWidth = kBranches * kChannels;
  std::vector<float>& out = rows.projected;
  out.assign(rows.count * kWidth, 0);
  for (std::size_t branch = 0; branch < kBranches; ++branch) {
    Multiply(rows.count, kEmbedding, kChannels, rows.features.data(), kFeatures,
             branches_[branch].project.data(), 0, &out[branch * kChannels], kWidth);
  }
  const auto of = [this](std::span<const float> Branch::*numbers) {
    return [this, numbers](std::size_t i) {
      return (branches_[i / kChannels].*numbers)[i % kChannels];
    };
  };
  const auto bias = of(&Branch::project_bias);
  for (const std::size_t piece : rows.pieces) {
    float* row = &out[piece * kWidth];
    for (std::size_t i = 0; i < kWidth; ++i) row[i] += bias(i);
    Normalise(row, kWidth, epsilon_, of(&Branch::scale), of(&Branch::shift));
  }
}

// Twice: every piece with its neighbours, what is negative dropped, and what was there added. Rows
// of gaps stay zero: in `projected` they are, in `hidden` they are made so.
void Network::Convolve(std::size_t branch, Rows& rows) const {
  constexpr std::size_t kWidth = kBranches * kChannels;
  const Branch& of = branches_[branch];
  const std::size_t inner = rows.count - 2 * kGap;
  const auto slide = [&](const float* in, std::size_t in_step, std::span<const float> weights,
                         float* out, std::size_t out_step) {
    for (std::size_t k = 0; k < of.order; ++k) {
      Multiply(inner, kChannels, kChannels, in + (kGap + k - of.left) * in_step, in_step,
               &weights[k * kChannels * kChannels], k == 0 ? 0.0F : 1.0F, out + kGap * out_step,
               out_step);
    }
  };
  const auto settle = [](float* out, std::span<const float> bias, const float* before) {
    for (std::size_t i = 0; i < kChannels; ++i) {
      out[i] = std::max(out[i] + bias[i], 0.0F) + before[i];
    }
  };
  const float* projected = &rows.projected[branch * kChannels];
  std::vector<float> slid(rows.count * kChannels);
  slide(projected, kWidth, of.first, slid.data(), kChannels);
  rows.hidden.assign(rows.count * kChannels, 0);
  for (const std::size_t piece : rows.pieces) {
    float* row = &rows.hidden[piece * kChannels];
    std::copy_n(&slid[piece * kChannels], kChannels, row);
    settle(row, of.first_bias, projected + piece * kWidth);
  }
  slide(rows.hidden.data(), kChannels, of.second, slid.data(), kChannels);
  for (const std::size_t piece : rows.pieces) {
    float* row = &rows.features[piece * kFeatures + kEmbedding + branch * kChannels];
    std::copy_n(&slid[piece * kChannels], kChannels, row);
    settle(row, of.second_bias, &rows.hidden[piece * kChannels]);
  }
}

// The sum of a text's pieces before the linear layer instead of after it: the same, for less.
void Network::Pool(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const {
  std::vector<float> totals(texts.size() * kFeatures, 0);
  std::size_t at = 0;
  for (std::size_t text = 0; text < texts.size(); ++text) {
    for (std::size_t i = 0; i < texts[text].size(); ++i) {
      float* row = &rows.features[rows.pieces[at++] * kFeatures];
      Normalise(
          row, kFeatures, epsilon_, [this](std::size_t k) { return scale_[k]; },
          [this](std::size_t k) { return shift_[k]; });
      for (std::size_t k = 0; k < kFeatures; ++k) totals[text * kFeatures + k] += row[k];
    }
  }
  rows.sums.resize(texts.size() * kEmbedding);
  Multiply(texts.size(), kFeatures, kEmbedding, totals.data(), kFeatures, output_.data(), 0,
           rows.sums.data(), kEmbedding);
  for (std::size_t text = 0; text < texts.size(); ++text) {
    const auto length = static_cast<float>(texts[text].size());
    for (std::size_t i = 0; i < kEmbedding; ++i) {
      float& sum = rows.sums[text * kEmbedding + i];
      sum = (sum + length * output_bias_[i]) / std::sqrt(length);
    }
  }
}

void Network::Finish(std::size_t texts, Rows& rows, float* points) const {
  std::vector<float> y0(texts * kHidden), y1(texts * kHidden), y2(texts * kEmbedding);
  const float* mean = rows.sums.data();
  Multiply(texts, kEmbedding, kHidden, mean, kEmbedding, d0_.data(), 0, y0.data(), kHidden);
  KeepPositive(y0);
  Multiply(texts, kEmbedding, kHidden, mean, kEmbedding, p1_.data(), 0, y1.data(), kHidden);
  Multiply(texts, kHidden, kHidden, y0.data(), kHidden, d1_.data(), 1, y1.data(), kHidden);
  KeepPositive(y1);
  Multiply(texts, kHidden, kEmbedding, y1.data(), kHidden, d2_.data(), 0, y2.data(), kEmbedding);
  KeepPositive(y2);
  Multiply(texts, kHidden, kEmbedding, y1.data(), kHidden, p3_.data(), 0, points, kEmbedding);
  Multiply(texts, kEmbedding, kEmbedding, y2.data(), kEmbedding, d3_.data(), 1, points, kEmbedding);
  for (std::size_t text = 0; text < texts; ++text) {
    float* point = points + text * kEmbedding;
    float square = 0;
    for (std::size_t i = 0; i < kEmbedding; ++i) {
      point[i] = std::tanh(point[i]);
      square += point[i] * point[i];
    }
    const float factor = 1 / std::sqrt(std::max(square, epsilon_));
    for (std::size_t i = 0; i < kEmbedding; ++i) point[i] *= factor;
  }
}

}  // namespace recourse::encoder
