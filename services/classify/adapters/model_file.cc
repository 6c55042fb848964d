#include "services/classify/adapters/model_file.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string>

#include "services/classify/adapters/model_words.h"
#include "services/classify/domain/model/format.h"
#include "services/common/core/check.h"

namespace recourse::classify {
namespace {

constexpr std::align_val_t kAlignment{kSectionAlignment};
constexpr std::size_t kVersionNameBytesMax = 64;

bool IsModelName(std::string_view name) {
  return !name.empty() && name.size() <= kVersionNameBytesMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

}  // namespace

ModelBytes::ModelBytes(std::size_t size)
    : memory_(static_cast<std::byte*>(::operator new(std::max<std::size_t>(size, 1), kAlignment)),
              [](std::byte* old) { ::operator delete(old, kAlignment); }),
      size_(size) {
  std::memset(memory_.get(), 0, size);
}

void ModelBytes::Write(std::size_t offset, std::string_view piece) {
  RECOURSE_CHECK(offset <= size_ && piece.size() <= size_ - offset);
  if (!piece.empty()) std::memcpy(memory_.get() + offset, piece.data(), piece.size());
}

std::string DigestOf(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  RECOURSE_CHECK(
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
  constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (unsigned int i = 0; i < size; ++i) {
    digits += kDigits[digest[i] >> 4U];
    digits += kDigits[digest[i] & 15U];
  }
  return digits;
}

StatusOr<NamedModel> OpenNamed(const ModelBytes& bytes) {
  auto model = Model::Open(bytes.all(), bytes.owner());
  if (!model.ok()) return model.status();
  if (!IsModelName((*model)->name())) {
    return absl::InvalidArgumentError(
        "the model's name must be 1 to 64 of a-z, 0-9, _ and -: train it under another");
  }
  const std::string digits = DigestOf(bytes.text()).substr(0, kVersionDigits);
  const std::string version = std::string((*model)->name()) + "@" + digits;
  return NamedModel{ModelVersion(version), *std::move(model)};
}

Status CheckLicence(const Model& model) {
  if (model.licence_class() == "A") return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the model learned from data of class " + std::string(model.licence_class()) +
      ", whose licence is for measuring alone: train one on data of class A");
}

Status CheckHeads(const Model& model) {
  std::string wrong;
  const auto add = [&](const std::string& what) { wrong += (wrong.empty() ? "" : "; ") + what; };
  for (const Head& head : model.heads()) {
    const auto output = OutputNamed(head.name);
    if (!output) {
      add("head " + std::string(head.name) + " is none of the outputs");
      continue;
    }
    if (model.FindHead(head.name) != &head) add("head " + std::string(head.name) + " stands twice");
    for (const Label& label : model.LabelsOf(head)) {
      if (IsWordOf(*output, label.name)) continue;
      add("head " + std::string(head.name) + " has the label " + std::string(label.name));
    }
  }
  if (model.heads().empty()) add("it has no head");
  if (wrong.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(wrong);
}

}  // namespace recourse::classify
