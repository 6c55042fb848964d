#include "services/ingest/domain/mask.h"

#include <algorithm>
#include <iterator>

namespace recourse::ingest {
namespace {

constexpr std::size_t kHead = 3;
constexpr std::size_t kTail = 4;
// Below this, head and tail together would be nearly all of it.
constexpr std::size_t kLongFrom = 9;
constexpr std::size_t kShortTail = 2;

// How many bytes the first code point of valid UTF-8 has.
std::size_t FirstLetter(const std::string& text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return size;
}

}  // namespace

std::string MaskPhone(const std::string& phone) {
  std::string digits;
  std::copy_if(phone.begin(), phone.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty()) return phone.empty() ? "" : "****";
  if (digits.size() < kLongFrom) {
    return "****" + digits.substr(digits.size() - std::min(digits.size() / 2, kShortTail));
  }
  return digits.substr(0, kHead) + "****" + digits.substr(digits.size() - kTail);
}

std::string MaskEmail(const std::string& email) {
  if (email.empty()) return "";
  const std::size_t house = email.rfind('@');
  if (house == std::string::npos || house == 0) return "***";
  return email.substr(0, FirstLetter(email)) + "***" + email.substr(house);
}

}  // namespace recourse::ingest
