#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

#include "services/classify/domain/model/format.h"

namespace recourse::ctl::model {

// A copy of a model's bytes where Model::Open wants them.
inline std::shared_ptr<std::byte> Aligned(std::string_view bytes) {
  constexpr std::align_val_t kAlignment{classify::kSectionAlignment};
  auto* memory = static_cast<std::byte*>(::operator new(bytes.size(), kAlignment));
  std::memcpy(memory, bytes.data(), bytes.size());
  return {memory, [](std::byte* old) { ::operator delete(old, kAlignment); }};
}

}  // namespace recourse::ctl::model
