#include "services/classify/domain/model/model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

namespace recourse::classify {
namespace {

constexpr float kShiftMost = 1e6F;

static_assert(std::endian::native == std::endian::little, "a model's numbers are little-endian");

Status Damaged(const std::string& what) {
  return absl::DataLossError("not a model that can be used: " + what +
                             "; train it again or fetch it again");
}

// The records of a section, where they lie inside.
template <typename Record>
bool TakeSection(std::span<const std::byte> bytes, const Section& section,
                 std::span<const Record>& records) {
  if (section.offset % kSectionAlignment != 0 || section.offset > bytes.size()) return false;
  if (section.count > (bytes.size() - section.offset) / sizeof(Record)) return false;
  records = {reinterpret_cast<const Record*>(bytes.data() + section.offset),
             static_cast<std::size_t>(section.count)};
  return true;
}

// Of either format.
bool TakeHeads(std::span<const std::byte> bytes, const Header& header,
               std::vector<HeadRecord>& heads) {
  if (header.heads.count > kHeadsMax) return false;
  const std::size_t size =
      header.format_version == kFormatVersion ? sizeof(HeadRecord) : kHeadRecordBytesBefore;
  std::span<const std::byte> records;
  if (!TakeSection(bytes, {header.heads.offset, header.heads.count * size}, records)) return false;
  for (std::size_t i = 0; i < header.heads.count; ++i) {
    HeadRecord& head = heads.emplace_back();
    head.shift = kNoShift;
    std::memcpy(&head, records.data() + i * size, size);
  }
  return true;
}

bool TakeName(std::span<const char> names, const NameRecord& record, std::string_view& name) {
  if (record.begin > names.size() || record.size > names.size() - record.begin) return false;
  name = {names.data() + record.begin, record.size};
  return record.size <= kModelNameBytesMax;
}

bool IsSound(const FeatureShape& shape) {
  return std::max({shape.words_max, shape.characters_max, shape.ideographs_max, shape.apart_max}) <=
             kOrderMax &&
         shape.characters_min >= 1;
}

}  // namespace

std::uint64_t Checksum(const std::byte* bytes, std::size_t size) {
  std::uint64_t sum = 0x243f6a8885a308d3ULL ^ size;
  for (std::size_t at = 0; at < size; at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + at, std::min(sizeof(word), size - at));
    sum = (std::rotl(sum, 23) ^ word) * 0x9e3779b97f4a7c15ULL;
  }
  return sum ^ (sum >> 32U);
}

StatusOr<std::shared_ptr<const Model>> Model::Open(std::span<const std::byte> bytes,
                                                   std::shared_ptr<const void> keep) {
  std::shared_ptr<Model> model(new Model);
  model->keep_ = std::move(keep);
  if (Status read = model->Read(bytes); !read.ok()) return read;
  return std::shared_ptr<const Model>(std::move(model));
}

Status Model::Read(std::span<const std::byte> bytes) {
  Header header{};
  if (bytes.size() < sizeof(header)) return Damaged("it is shorter than a header");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kModelMagic, sizeof(kModelMagic)) != 0) {
    return Damaged("it does not begin as a model does");
  }
  if (header.format_version != kFormatVersion && header.format_version != kFormatVersionBefore) {
    return Damaged("its format is " + std::to_string(header.format_version) + ", read are " +
                   std::to_string(kFormatVersionBefore) + " and " + std::to_string(kFormatVersion));
  }
  if (header.bytes != bytes.size() || bytes.size() > kModelBytesMax) {
    return Damaged("it has " + std::to_string(bytes.size()) + " bytes and says " +
                   std::to_string(header.bytes));
  }
  const auto rest = bytes.subspan(sizeof(header));
  if (Checksum(rest.data(), rest.size()) != header.checksum) return Damaged("its checksum differs");
  shape_ = {header.shape[0], header.shape[1], header.shape[2], header.shape[3], header.shape[4]};
  std::copy(std::begin(header.block_weight), std::end(header.block_weight), block_weight_);
  stride_ = header.stride;
  rows_of_spelling_ = header.rows_of_spelling;
  rows_of_meaning_ = header.rows_of_meaning;
  meaning_weight_ = header.meaning_weight;
  const bool inside = TakeSection(bytes, header.slots, slots_) &&
                      TakeSection(bytes, header.rows, rows_) &&
                      TakeSection(bytes, header.intercepts, intercepts_) &&
                      TakeSection(bytes, header.weights, weights_);
  if (!inside || !IsSound(shape_)) return Damaged("a section lies outside of it");
  if (rows_.size() > kRowsMax || rows_of_meaning_ > rows_.size() ||
      rows_of_spelling_ > (rows_.size() - rows_of_meaning_) / 2 || stride_ % kLane != 0 ||
      stride_ > kLabelsMax || intercepts_.size() != stride_ ||
      weights_.size() != rows_.size() * stride_ || !std::has_single_bit(slots_.size())) {
    return Damaged("its sections do not fit each other");
  }
  // A free slot ends a search; a row that is not there would be read beyond the weights.
  const auto free = [](const Slot& slot) { return slot.row == kNoRow; };
  const auto known = [&](const Slot& slot) { return free(slot) || slot.row < rows_of_features(); };
  if (std::none_of(slots_.begin(), slots_.end(), free) ||
      !std::all_of(slots_.begin(), slots_.end(), known)) {
    return Damaged("its table of features is broken");
  }
  return ReadHeads(bytes, header);
}

Status Model::ReadHeads(std::span<const std::byte> bytes, const Header& header) {
  std::span<const char> names;
  std::vector<HeadRecord> heads;
  std::span<const LabelRecord> labels;
  if (!TakeSection(bytes, header.names, names) || !TakeHeads(bytes, header, heads) ||
      !TakeSection(bytes, header.labels, labels) || heads.size() > kHeadsMax ||
      labels.size() > stride_ || !TakeName(names, header.name, name_) ||
      !TakeName(names, header.licence, licence_) || !TakeName(names, header.encoder, encoder_)) {
    return Damaged("its heads do not fit");
  }
  std::uint32_t next = 0;
  for (const HeadRecord& record : heads) {
    Head head{
        {},          record.first_label, record.labels, record.temperature, record.calibrated != 0,
        record.shift};
    if (!TakeName(names, record.name, head.name) || head.first_label != next || head.labels < 2 ||
        head.labels > labels.size() - next || !std::isfinite(head.temperature) ||
        !(head.shift < kShiftMost)) {
      return Damaged("head " + std::to_string(heads_.size() + 1) + " does not fit");
    }
    next += head.labels;
    heads_.push_back(head);
  }
  if (next != labels.size()) return Damaged("labels belong to no head");
  for (const LabelRecord& record : labels) {
    Label label{{}, record.offset, record.threshold};
    if (!TakeName(names, record.name, label.name)) return Damaged("a label has no name");
    labels_.push_back(label);
  }
  return absl::OkStatus();
}

const Head* Model::FindHead(std::string_view name) const {
  const auto found = std::find_if(heads_.begin(), heads_.end(),
                                  [&](const Head& head) { return head.name == name; });
  return found == heads_.end() ? nullptr : &*found;
}

std::span<const Label> Model::LabelsOf(const Head& head) const {
  return std::span(labels_).subspan(head.first_label, head.labels);
}

}  // namespace recourse::classify
