#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/encoder/weights_file.h"

namespace recourse::encoder {

// The layers between pieces of words and a point, as Yang et al. 2019 (arXiv 1907.04307) built them
// and as the weights' release lays them down. Thread-safe; refers to the file it was made of.
class Network {
 public:
  static constexpr std::size_t kEmbedding = 512;  // of a piece, and of the answer
  static constexpr std::size_t kChannels = 256;   // of a convolution
  static constexpr std::size_t kBranches = 3;     // over 2, 3 and 5 neighbours
  static constexpr std::size_t kFeatures = kEmbedding + kBranches * kChannels;
  static constexpr std::size_t kChunks = 17;  // of the vocabulary, each with its own scale
  static constexpr std::size_t kChunkRows = 7'530;
  static constexpr std::uint32_t kPieces = kChunks * kChunkRows;

  // DATA_LOSS names the table that is missing or of another shape.
  static StatusOr<Network> Of(const WeightsFile& file);

  // The points of some texts, each a run of pieces (below kPieces, at least one), one after the
  // other in `points` with kEmbedding numbers each.
  void Run(std::span<const std::vector<std::uint32_t>> texts, float* points) const;

 private:
  struct Branch {
    std::size_t order = 0, left = 0;  // neighbours, and how many of them stand before the piece
    std::span<const float> project, project_bias, scale, shift, first, first_bias, second,
        second_bias;
  };
  struct Rows;

  void Embed(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const;
  void Project(Rows& rows) const;
  void Convolve(std::size_t branch, Rows& rows) const;
  void Pool(std::span<const std::vector<std::uint32_t>> texts, Rows& rows) const;
  void Finish(std::size_t texts, Rows& rows, float* points) const;

  std::span<const std::uint8_t> table_;
  std::span<const float> chunk_scale_, chunk_low_;
  Branch branches_[kBranches];
  std::span<const float> scale_, shift_, output_, output_bias_;
  std::span<const float> d0_, d1_, d2_, d3_, p1_, p3_;
  float epsilon_ = 0;
};

}  // namespace recourse::encoder
