#include "services/common/process/secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace recourse {

Secret::Secret(std::string value) : value_(std::move(value)) {}

Secret::Secret(Secret&& other) noexcept { value_.swap(other.value_); }

Secret& Secret::operator=(Secret other) noexcept {
  value_.swap(other.value_);
  return *this;
}

// A short string lies inside the object, where moving leaves a copy: so values are swapped, and
// what goes is overwritten over its whole capacity.
Secret::~Secret() { OPENSSL_cleanse(value_.data(), value_.capacity()); }

}  // namespace recourse
