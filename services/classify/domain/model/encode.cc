#include "services/classify/domain/model/encode.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

namespace recourse::classify {
namespace {

constexpr float kByteMost = 127;
constexpr std::size_t kSlotsMin = 8;

std::size_t CountLabels(const DraftModel& draft) {
  std::size_t labels = 0;
  for (const DraftHead& head : draft.heads) labels += head.labels.size();
  return labels;
}

// Lays sections one after the other.
class Layout {
 public:
  explicit Layout(std::size_t header_bytes) : bytes_(header_bytes, '\0') {}

  template <typename Record>
  Section Add(const std::vector<Record>& records) {
    bytes_.resize((bytes_.size() + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment);
    const Section section{bytes_.size(), records.size()};
    bytes_.append(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record));
    return section;
  }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

struct Names {
  std::vector<char> all;
  NameRecord Add(std::string_view name) {
    const NameRecord record{static_cast<std::uint32_t>(all.size()),
                            static_cast<std::uint32_t>(name.size())};
    all.insert(all.end(), name.begin(), name.end());
    return record;
  }
};

// One row's weights as bytes; the scale they are of.
float Quantise(const float* weights, std::size_t labels, std::int8_t* bytes) {
  float most = 0;
  for (std::size_t i = 0; i < labels; ++i) most = std::max(most, std::abs(weights[i]));
  if (most == 0) return 0;
  const float scale = most / kByteMost;
  for (std::size_t i = 0; i < labels; ++i) {
    bytes[i] = static_cast<std::int8_t>(std::lround(weights[i] / scale));
  }
  return scale;
}

Status CheckLimits(const DraftModel& draft) {
  const std::size_t labels = CountLabels(draft);
  const auto too_many = [](const char* what, std::size_t count, std::size_t most) {
    return absl::InvalidArgumentError("the model has " + std::to_string(count) + " " + what +
                                      ", at most " + std::to_string(most) + " can be");
  };
  if (draft.idf.size() > kRowsMax) return too_many("rows", draft.idf.size(), kRowsMax);
  if (labels > kLabelsMax) return too_many("labels", labels, kLabelsMax);
  if (draft.heads.size() > kHeadsMax) return too_many("heads", draft.heads.size(), kHeadsMax);
  for (const DraftHead& head : draft.heads) {
    if (head.labels.size() < 2) {
      return absl::InvalidArgumentError("head " + head.name + " has fewer than two labels");
    }
    for (const DraftLabel& label : head.labels) {
      if (label.name.size() <= kModelNameBytesMax) continue;
      return absl::InvalidArgumentError("a label of head " + head.name + " is longer than " +
                                        std::to_string(kModelNameBytesMax) + " bytes");
    }
  }
  return absl::OkStatus();
}

void AddHeads(const DraftModel& draft, Names& names, Header& header, Layout& layout) {
  std::vector<HeadRecord> heads;
  std::vector<LabelRecord> labels;
  std::vector<float> intercepts;
  for (const DraftHead& head : draft.heads) {
    heads.push_back({names.Add(head.name), static_cast<std::uint32_t>(labels.size()),
                     static_cast<std::uint32_t>(head.labels.size()), head.temperature,
                     head.calibrated ? 1U : 0U, head.shift});
    for (const DraftLabel& label : head.labels) {
      labels.push_back({names.Add(label.name), label.offset, label.threshold});
      intercepts.push_back(label.intercept);
    }
  }
  intercepts.resize(header.stride, 0);
  header.name = names.Add(draft.name);
  header.licence = names.Add(draft.licence_class);
  header.encoder = names.Add(draft.encoder);
  header.names = layout.Add(names.all);
  header.heads = layout.Add(heads);
  header.labels = layout.Add(labels);
  header.intercepts = layout.Add(intercepts);
}

void AddRows(const DraftModel& draft, std::size_t labels, Header& header, Layout& layout) {
  std::vector<Row> rows;
  std::vector<std::int8_t> weights(draft.idf.size() * header.stride, 0);
  for (std::size_t row = 0; row < draft.idf.size(); ++row) {
    const float scale =
        Quantise(&draft.weights[row * labels], labels, &weights[row * header.stride]);
    rows.push_back({draft.idf[row], scale});
  }
  header.slots = layout.Add(draft.slots);
  header.rows = layout.Add(rows);
  header.weights = layout.Add(weights);
}

}  // namespace

std::vector<Slot> MakeSlots(const std::vector<std::uint64_t>& hashes) {
  std::vector<Slot> slots(std::bit_ceil(std::max(kSlotsMin, 2 * hashes.size())), {0, kNoRow});
  for (std::uint32_t row = 0; row < hashes.size(); ++row) {
    const auto tag = static_cast<std::uint32_t>(hashes[row]);
    std::uint64_t at = Home(hashes[row], slots.size());
    while (slots[at].row != kNoRow && slots[at].tag != tag) at = (at + 1) & (slots.size() - 1);
    if (slots[at].row == kNoRow) slots[at] = {tag, row};
  }
  return slots;
}

StatusOr<std::string> Encode(const DraftModel& draft) {
  if (Status status = CheckLimits(draft); !status.ok()) return status;
  const std::size_t labels = CountLabels(draft);
  Header header{};
  std::memcpy(header.magic, kModelMagic, sizeof(kModelMagic));
  header.format_version = kFormatVersion;
  header.stride = static_cast<std::uint32_t>((labels + kLane - 1) / kLane * kLane);
  const FeatureShape& shape = draft.shape;
  const std::uint32_t written[] = {shape.words_max, shape.characters_min, shape.characters_max,
                                   shape.ideographs_max, shape.apart_max};
  std::copy(std::begin(written), std::end(written), header.shape);
  std::copy(std::begin(draft.block_weight), std::end(draft.block_weight), header.block_weight);
  header.rows_of_meaning = draft.rows_of_meaning;
  header.rows_of_spelling = draft.rows_of_spelling;
  header.meaning_weight = draft.meaning_weight;
  Layout layout(sizeof(header));
  Names names;
  AddHeads(draft, names, header, layout);
  AddRows(draft, labels, header, layout);
  std::string& bytes = layout.bytes();
  header.bytes = bytes.size();
  header.checksum = Checksum(reinterpret_cast<const std::byte*>(bytes.data()) + sizeof(header),
                             bytes.size() - sizeof(header));
  std::memcpy(bytes.data(), &header, sizeof(header));
  return std::move(bytes);
}

}  // namespace recourse::classify
