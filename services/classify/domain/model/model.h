#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "services/classify/domain/model/features.h"
#include "services/classify/domain/model/format.h"
#include "services/common/core/status.h"

namespace recourse::classify {

struct Head {
  std::string_view name;
  std::uint32_t first_label = 0;
  std::uint32_t labels = 0;
  float temperature = 1;
  bool calibrated = false;
  float shift = kNoShift;
};

struct Label {
  std::string_view name;
  float offset = 0;
  float threshold = 0;
};

// A linear model over the features of a text: several heads (what is asked: category, severity),
// each with its labels (what it may answer). Immutable and thread-safe; whoever swaps models hands
// a new shared_ptr around and the old one lives as long as someone scores with it.
class Model {
 public:
  // DATA_LOSS says what is wrong with the bytes. They are `keep`'s, aligned to kSectionAlignment,
  // and stay as they are for the model's life.
  static StatusOr<std::shared_ptr<const Model>> Open(std::span<const std::byte> bytes,
                                                     std::shared_ptr<const void> keep);

  std::string_view name() const { return name_; }
  std::string_view licence_class() const { return licence_; }
  // The release of the sentence encoder whose points it wants beside a text; empty: none.
  std::string_view encoder() const { return encoder_; }
  const FeatureShape& shape() const { return shape_; }
  const std::vector<Head>& heads() const { return heads_; }
  const std::vector<Label>& labels() const { return labels_; }
  // nullptr where there is none of that name.
  const Head* FindHead(std::string_view name) const;
  std::span<const Label> LabelsOf(const Head& head) const;

  std::span<const Slot> slots() const { return slots_; }
  std::span<const Row> rows() const { return rows_; }
  // Rows in this order: features, those that are one word first; one a dimension of the encoder;
  // the spellings of those words, the sums of their runs of characters.
  std::uint32_t rows_of_features() const {
    return static_cast<std::uint32_t>(rows_.size()) - rows_of_meaning_ - rows_of_spelling_;
  }
  std::uint32_t rows_of_meaning() const { return rows_of_meaning_; }
  std::uint32_t rows_of_spelling() const { return rows_of_spelling_; }
  float meaning_weight() const { return meaning_weight_; }
  float block_weight(Block block) const { return block_weight_[static_cast<std::size_t>(block)]; }
  std::span<const float> intercepts() const { return intercepts_; }  // one a label, filled up
  std::span<const std::int8_t> weights() const { return weights_; }  // rows x stride
  std::uint32_t stride() const { return stride_; }

 private:
  Model() = default;
  Status Read(std::span<const std::byte> bytes);
  Status ReadHeads(std::span<const std::byte> bytes, const Header& header);

  std::shared_ptr<const void> keep_;
  std::string_view name_, licence_, encoder_;
  FeatureShape shape_;
  std::vector<Head> heads_;
  std::vector<Label> labels_;
  std::span<const Slot> slots_;
  std::span<const Row> rows_;
  std::span<const float> intercepts_;
  std::span<const std::int8_t> weights_;
  std::uint32_t rows_of_meaning_ = 0;
  std::uint32_t rows_of_spelling_ = 0;
  float meaning_weight_ = 0;
  std::uint32_t stride_ = 0;
  float block_weight_[kBlocks] = {1, 1};
};

}  // namespace recourse::classify
