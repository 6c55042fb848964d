#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "services/classify/domain/model/model.h"
#include "services/classify/domain/scores.h"

namespace recourse::classify {

// Digits of the bytes' digest in a model's version.
inline constexpr std::size_t kVersionDigits = 12;
// Of a model that the service takes: what a process can hold twice while it swaps.
inline constexpr std::size_t kServedModelBytesMax = 268'435'456;

// Memory where Model::Open wants a model's bytes; gone with its last owner.
class ModelBytes {
 public:
  // All zero.
  explicit ModelBytes(std::size_t size);
  std::span<std::byte> all() { return {memory_.get(), size_}; }
  std::span<const std::byte> all() const { return {memory_.get(), size_}; }
  // Copies `piece` to a place where it fits.
  void Write(std::size_t offset, std::string_view piece);
  std::string_view text() const { return {reinterpret_cast<const char*>(memory_.get()), size_}; }
  std::shared_ptr<const void> owner() const { return memory_; }

 private:
  std::shared_ptr<std::byte> memory_;
  std::size_t size_;
};

// A model under the name by which facts tell of it: `name@` and kVersionDigits of the digest.
struct NamedModel {
  ModelVersion model_version{};
  std::shared_ptr<const Model> model;
};

// SHA-256 in hexadecimal.
std::string DigestOf(std::string_view bytes);

// DATA_LOSS where the bytes are no model; INVALID_ARGUMENT where its name could not stand in a
// version: 1 to 64 of a-z, 0-9, _ and -.
StatusOr<NamedModel> OpenNamed(const ModelBytes& bytes);

// A model that learned from data of another class than A is for measuring, and never decides.
// INVALID_ARGUMENT says so.
Status CheckLicence(const Model& model);

// What keeps a model from being asked live: heads that are none of the outputs, and labels that are
// none of their words. INVALID_ARGUMENT names them all. Categories are the taxonomy's to know.
Status CheckHeads(const Model& model);

}  // namespace recourse::classify
