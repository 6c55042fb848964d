#include "services/common/encoder/transformer.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "services/common/encoder/algebra.h"

namespace recourse::encoder {
namespace {

constexpr float kEpsilon = 1e-12F;  // as BERT was trained
constexpr std::size_t kShapeNumbers = 6;

// The error function, within 4e-7 of it: the quotient of polynomials that Eigen and TensorFlow use,
// without a branch, so that a compiler makes vectors of it.
float Erf(float number) {
  const float x = std::clamp(number, -4.0F, 4.0F);
  const float square = x * x;
  float above = -2.72614225801306e-10F;
  above = above * square + 2.77068142495902e-08F;
  above = above * square - 2.10102402082508e-06F;
  above = above * square - 5.69250639462346e-05F;
  above = above * square - 7.34990630326855e-04F;
  above = above * square - 2.95459980854025e-03F;
  above = above * square - 1.60960333262415e-02F;
  float below = -1.45660718464996e-05F;
  below = below * square - 2.13374055278905e-04F;
  below = below * square - 1.68282697438203e-03F;
  below = below * square - 7.37332916720468e-03F;
  below = below * square - 1.42647390514189e-02F;
  return x * above / below;
}

// Each number times the chance that a normal one is smaller (Hendrycks and Gimpel 2016).
void Gate(std::vector<float>& numbers) {
  constexpr float kHalfRoot = 0.70710678F;
  for (float& number : numbers) number *= 0.5F * (1 + Erf(number * kHalfRoot));
}

void Softmax(float* row, std::size_t count) {
  const float most = *std::max_element(row, row + count);
  float sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += row[i] = std::exp(row[i] - most);
  for (std::size_t i = 0; i < count; ++i) row[i] /= sum;
}

void ToLengthOne(float* point, std::size_t dimensions) {
  float square = 0;
  for (std::size_t i = 0; i < dimensions; ++i) square += point[i] * point[i];
  const float factor = 1 / std::sqrt(std::max(square, kEpsilon));
  for (std::size_t i = 0; i < dimensions; ++i) point[i] *= factor;
}

}  // namespace

// What is worked on, one row a piece, text after text.
struct Transformer::Rows {
  std::size_t count = 0;
  std::vector<float> states{};   // count x width
  std::vector<float> asked{};    // count x 3 width: query, key and value side by side
  std::vector<float> seen{};     // count x width: what a piece's heads have looked up
  std::vector<float> change{};   // count x width
  std::vector<float> wide{};     // count x inner
  std::vector<float> weights{};  // pieces x pieces of one text and head
};

StatusOr<Transformer> Transformer::Of(const WeightsFile& file) {
  Transformer made;
  const auto shape = file.Numbers("shape", 1, kShapeNumbers);
  const std::size_t layers = shape.data() == nullptr ? 0 : shape[0];
  if (layers == 0 || layers > kLayersMax || shape[1] == 0 || shape[1] > kWidthMax ||
      shape[3] == 0 || shape[1] % shape[3] != 0) {
    return absl::DataLossError(
        "the encoder's weights do not tell their shape: fetch them again with deploy/local/up");
  }
  const std::size_t width = made.width_ = shape[1], inner = made.inner_ = shape[2];
  made.heads_ = shape[3];
  made.tokens_ = shape[4];
  made.positions_ = shape[5];
  Taking take{file};
  made.token_table_ = take.Floats("tokens", made.tokens_, width);
  made.position_table_ = take.Floats("positions", made.positions_, width);
  made.kind_ = take.Floats("kind", 1, width);
  const auto norm = [&](const std::string& name) {
    return Norm{take.Floats(name + "scale", 1, width), take.Floats(name + "shift", 1, width)};
  };
  made.embedded_ = norm("");
  for (std::size_t i = 0; i < layers; ++i) {
    const std::string own = std::to_string(i) + ".";
    const auto dense = [&](const std::string& name, std::size_t from, std::size_t to) {
      return Dense{take.Floats(own + name, from, to), take.Floats(own + name + "_b", 1, to)};
    };
    made.layers_.push_back({dense("query", width, width), dense("key", width, width),
                            dense("value", width, width), dense("joined", width, width),
                            dense("wide", width, inner), dense("narrow", inner, width),
                            norm(own + "attention_"), norm(own)});
  }
  if (Status status = take.status(); !status.ok()) return status;
  return made;
}

void Transformer::Run(std::span<const std::vector<std::uint32_t>> texts, float* points) const {
  thread_local Rows rows;  // memory that the next texts use again
  Embed(texts, rows);
  for (const Layer& layer : layers_) {
    Attend(texts, layer, rows);
    Think(layer, rows);
  }
  std::size_t first = 0;
  for (std::size_t text = 0; text < texts.size(); ++text) {
    float* point = points + text * width_;
    std::copy_n(&rows.states[first * width_], width_, point);
    ToLengthOne(point, width_);
    first += texts[text].size();
  }
}

void Transformer::Embed(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const {
  rows.count = 0;
  for (const auto& text : texts) rows.count += text.size();
  rows.states.resize(rows.count * width_);
  float* row = rows.states.data();
  for (const auto& text : texts) {
    for (std::size_t place = 0; place < text.size(); ++place, row += width_) {
      const float* token = &token_table_[text[place] * width_];
      const float* position = &position_table_[place * width_];
      for (std::size_t i = 0; i < width_; ++i) row[i] = token[i] + position[i] + kind_[i];
      Settle(embedded_, row);
    }
  }
}

void Transformer::Attend(std::span<const std::vector<std::uint32_t>> texts, const Layer& layer,
                         Rows& rows) const {
  const std::size_t step = 3 * width_;
  rows.asked.resize(rows.count * step);
  const Dense* denses[] = {&layer.query, &layer.key, &layer.value};
  for (std::size_t i = 0; i < 3; ++i) {
    Apply(*denses[i], rows.count, width_, width_, rows.states.data(), &rows.asked[i * width_],
          step);
  }
  rows.seen.resize(rows.count * width_);
  std::size_t first = 0;
  for (const auto& text : texts) {
    for (std::size_t head = 0; head < heads_; ++head) Look(first, text.size(), head, rows);
    first += text.size();
  }
  rows.change.resize(rows.count * width_);
  Apply(layer.joined, rows.count, width_, width_, rows.seen.data(), rows.change.data(), width_);
  Add(rows.change, layer.after_attention, rows);
}

void Transformer::Look(std::size_t first, std::size_t pieces, std::size_t head, Rows& rows) const {
  const std::size_t step = 3 * width_, part = width_ / heads_;
  const float* query = &rows.asked[first * step + head * part];
  rows.weights.resize(pieces * pieces);
  MultiplyTransposed(pieces, part, pieces, 1 / std::sqrt(static_cast<float>(part)), {query, step},
                     {query + width_, step}, {rows.weights.data(), pieces});
  for (std::size_t i = 0; i < pieces; ++i) Softmax(&rows.weights[i * pieces], pieces);
  Multiply(pieces, pieces, part, {rows.weights.data(), pieces}, {query + 2 * width_, step}, 0,
           {&rows.seen[first * width_ + head * part], width_});
}

void Transformer::Think(const Layer& layer, Rows& rows) const {
  rows.wide.resize(rows.count * inner_);
  Apply(layer.wide, rows.count, width_, inner_, rows.states.data(), rows.wide.data(), inner_);
  Gate(rows.wide);
  Apply(layer.narrow, rows.count, inner_, width_, rows.wide.data(), rows.change.data(), width_);
  Add(rows.change, layer.after, rows);
}

void Transformer::Apply(const Dense& dense, std::size_t count, std::size_t inner, std::size_t outer,
                        const float* in, float* out, std::size_t out_step) const {
  for (std::size_t row = 0; row < count; ++row) {
    std::copy_n(dense.bias.begin(), outer, out + row * out_step);
  }
  Multiply(count, inner, outer, {in, inner}, {dense.weights.data(), outer}, 1, {out, out_step});
}

void Transformer::Add(const std::vector<float>& change, const Norm& norm, Rows& rows) const {
  for (std::size_t i = 0; i < rows.states.size(); ++i) rows.states[i] += change[i];
  for (std::size_t row = 0; row < rows.count; ++row) Settle(norm, &rows.states[row * width_]);
}

void Transformer::Settle(const Norm& norm, float* row) const {
  Normalise(
      row, width_, kEpsilon, [&](std::size_t i) { return norm.scale[i]; },
      [&](std::size_t i) { return norm.shift[i]; });
}

}  // namespace recourse::encoder
