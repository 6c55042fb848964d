#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace recourse::classify {

// A model as it lies in its file and in memory: a header, then sections, each at a multiple of
// kSectionAlignment from the beginning, numbers little-endian. Readers map or read it whole and use
// it where it lies; nothing is unpacked. Written is kFormatVersion; the one before is read as well,
// and any other is refused.
inline constexpr char kModelMagic[8] = {'R', 'E', 'C', 'O', 'U', 'R', 'S', 'E'};
inline constexpr std::uint32_t kFormatVersion = 4;
inline constexpr std::uint32_t kFormatVersionBefore = 3;  // whose heads have no shift
inline constexpr std::size_t kSectionAlignment = 64;
inline constexpr std::uint64_t kModelBytesMax = std::uint64_t{4} << 30U;

// More are refused, by whoever trains and whoever reads.
inline constexpr std::uint32_t kRowsMax = 1U << 22U;
inline constexpr std::uint32_t kLabelsMax = 4'096;
inline constexpr std::uint32_t kHeadsMax = 64;
inline constexpr std::uint32_t kModelNameBytesMax = 200;

// Labels of a row stand side by side and are filled up to a multiple of this, what a vector adds at
// once.
inline constexpr std::uint32_t kLane = 16;

struct Section {
  std::uint64_t offset = 0;
  std::uint64_t count = 0;  // of its records
};

struct NameRecord {
  std::uint32_t begin = 0;  // in the section of names
  std::uint32_t size = 0;
};

struct Header {
  char magic[8];
  std::uint32_t format_version;
  std::uint32_t stride;            // weights of a row: labels filled up to kLane
  std::uint64_t bytes;             // of the whole file
  std::uint64_t checksum;          // of all that follows the header
  std::uint32_t shape[5];          // FeatureShape in the order of its members
  std::uint32_t rows_of_spelling;  // the last ones: of as many words, which are the first rows
  std::uint32_t rows_of_meaning;   // before them, a dimension of the sentence encoder each
  float block_weight[2];
  float meaning_weight;
  NameRecord name;     // of the model
  NameRecord licence;  // its licence_class
  NameRecord encoder;  // the release whose points it was trained on; empty for none
  Section names, heads, labels, intercepts, slots, rows, weights;
};

struct HeadRecord {
  NameRecord name;
  std::uint32_t first_label;
  std::uint32_t labels;
  float temperature;         // what sums are multiplied with before they become probabilities
  std::uint32_t calibrated;  // 1 where labelled texts that were not trained on stand behind it
  float shift;               // kNoShift, or what is added before each label's sigmoid
};
inline constexpr std::size_t kHeadRecordBytesBefore =
    24;  // in the format before: all but the shift
inline constexpr float kNoShift = -std::numeric_limits<float>::infinity();

struct LabelRecord {
  NameRecord name;
  float offset;     // added to the sum after the temperature
  float threshold;  // below it the model abstains
};

// Where a feature's row is found: open addressing, from Home(hash) upwards.
struct Slot {
  std::uint32_t tag;  // the lower half of the hash
  std::uint32_t row;  // kNoRow: empty
};
inline constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

struct Row {
  float idf;    // how much an occurrence says, by how rare the feature is; of a spelling its length
  float scale;  // of the row's weights: a weight is scale * its byte
};

// `slots` is a power of two.
constexpr std::uint64_t Home(std::uint64_t hash, std::uint64_t slots) {
  return (hash >> 32U) & (slots - 1);
}

// Of a section or several, eight bytes at a time; told of damage, not of malice.
std::uint64_t Checksum(const std::byte* bytes, std::size_t size);

}  // namespace recourse::classify
