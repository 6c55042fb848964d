#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {

// The layers of BERT (Devlin et al. 2019, arXiv 1810.04805) between pieces of words and a point:
// what the last layer makes of a text's first piece, which stands for the whole. Thread-safe;
// refers to the file it was made of.
class Transformer {
 public:
  static constexpr std::size_t kLayersMax = 48;
  static constexpr std::size_t kWidthMax = 4096;

  // DATA_LOSS names the table that is missing or of another shape.
  static StatusOr<Transformer> Of(const WeightsFile& file);

  std::size_t dimensions() const { return width_; }
  // Numbers of pieces are below.
  std::size_t tokens() const { return tokens_; }
  // A text has at most so many pieces.
  std::size_t positions() const { return positions_; }

  // The points of some texts, each a run of pieces (at least one), one after the other in `points`
  // with dimensions() numbers each, of length 1.
  void Run(std::span<const std::vector<std::uint32_t>> texts, float* points) const;

 private:
  // What a row is multiplied by and what is then added.
  struct Dense {
    std::span<const float> weights, bias;
  };
  struct Norm {
    std::span<const float> scale, shift;
  };
  struct Layer {
    Dense query, key, value, joined, wide, narrow;
    Norm after_attention, after;
  };
  struct Rows;

  void Embed(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const;
  void Attend(std::span<const std::vector<std::uint32_t>> texts, const Layer& layer,
              Rows& rows) const;
  // Every piece of one text looks at every other, by one head.
  void Look(std::size_t first, std::size_t pieces, std::size_t head, Rows& rows) const;
  void Think(const Layer& layer, Rows& rows) const;
  // in (rows.count x inner) by a layer's weights into `out`.
  void Apply(const Dense& dense, std::size_t count, std::size_t inner, std::size_t outer,
             const float* in, float* out, std::size_t out_step) const;
  // Adds `change` to the rows, and brings them back to scale.
  void Add(const std::vector<float>& change, const Norm& norm, Rows& rows) const;
  // A row back to scale.
  void Settle(const Norm& norm, float* row) const;

  std::size_t width_ = 0, inner_ = 0, heads_ = 0, tokens_ = 0, positions_ = 0;
  std::span<const float> token_table_, position_table_, kind_;
  Norm embedded_;
  std::vector<Layer> layers_;
};

}  // namespace recourse::encoder
