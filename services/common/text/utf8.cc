#include "services/common/text/utf8.h"

#include <algorithm>
#include <cstdint>

namespace recourse {
namespace {

constexpr char32_t kReplacement = 0xfffd;

std::uint8_t ByteAt(std::string_view bytes, std::size_t offset) {
  return offset < bytes.size() ? static_cast<std::uint8_t>(bytes[offset]) : 0;
}

bool IsContinuation(std::uint8_t byte) { return (byte & 0xc0U) == 0x80U; }

// What a first byte promises: how many bytes, its own bits, and the least value that needs so many.
struct Lead {
  std::size_t bytes;
  char32_t bits;
  char32_t least;
};

std::optional<Lead> LeadOf(std::uint8_t byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if (byte >= 0xc2 && byte < 0xe0) return Lead{2, byte & 0x1fU, 0x80};
  if (byte >= 0xe0 && byte < 0xf0) return Lead{3, byte & 0x0fU, 0x800};
  if (byte >= 0xf0 && byte < 0xf5) return Lead{4, byte & 0x07U, 0x10000};
  return std::nullopt;
}

// What most ideographs are, three bytes of U+1000 to U+CFFF; 0 for all else.
char32_t ThreeBytesAt(std::string_view bytes, std::size_t offset) {
  const std::uint8_t first = ByteAt(bytes, offset);
  if (first <= 0xe0 || first >= 0xed || bytes.size() - offset < 3) return 0;
  const std::uint8_t second = ByteAt(bytes, offset + 1), third = ByteAt(bytes, offset + 2);
  if (!IsContinuation(second) || !IsContinuation(third)) return 0;
  return (first & 0x0fU) << 12U | (second & 0x3fU) << 6U | (third & 0x3fU);
}

bool IsScalar(char32_t value) { return value <= 0x10ffff && (value < 0xd800 || value > 0xdfff); }

}  // namespace

std::optional<CodePoint> CodePointAt(std::string_view bytes, std::size_t offset) {
  if (offset >= bytes.size()) {
    return std::nullopt;
  }
  const auto lead = LeadOf(ByteAt(bytes, offset));
  if (!lead) {
    return std::nullopt;
  }
  char32_t value = lead->bits;
  for (std::size_t i = 1; i < lead->bytes; ++i) {
    const std::uint8_t byte = ByteAt(bytes, offset + i);
    if (!IsContinuation(byte)) {
      return std::nullopt;
    }
    value = (value << 6U) | (byte & 0x3fU);
  }
  if (value < lead->least || !IsScalar(value)) {
    return std::nullopt;
  }
  return CodePoint{value, lead->bytes};
}

std::optional<std::size_t> FirstBadUtf8(std::string_view bytes) {
  for (std::size_t offset = 0; offset < bytes.size();) {
    if (ByteAt(bytes, offset) < 0x80) {
      ++offset;
      continue;
    }
    const auto point = CodePointAt(bytes, offset);
    if (!point) {
      return offset;
    }
    offset += point->bytes;
  }
  return std::nullopt;
}

bool IsUtf8(std::string_view bytes) { return !FirstBadUtf8(bytes).has_value(); }

std::string MendUtf8(std::string_view bytes) {
  std::string mended;
  mended.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t good = FirstBadUtf8(bytes).value_or(bytes.size());
    mended.append(bytes.substr(0, good));
    if (good < bytes.size()) {
      AppendUtf8(kReplacement, mended);
    }
    bytes.remove_prefix(std::min(good + 1, bytes.size()));
  }
  return mended;
}

std::size_t CountCodePoints(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return !IsContinuation(static_cast<std::uint8_t>(byte));
  }));
}

std::string_view SliceCodePoints(std::string_view text, std::size_t first, std::size_t count) {
  const auto skip = [&text](std::size_t offset, std::size_t points) {
    while (points > 0 && offset < text.size()) {
      do {
        ++offset;
      } while (offset < text.size() && IsContinuation(ByteAt(text, offset)));
      --points;
    }
    return offset;
  };
  const std::size_t begin = skip(0, first);
  return text.substr(begin, skip(begin, count) - begin);
}

std::string_view ClipUtf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 && IsContinuation(ByteAt(text, bytes))) {
    --bytes;
  }
  return text.substr(0, bytes);
}

void AppendUtf8(char32_t value, std::string& text) {
  if (!IsScalar(value)) {
    value = kReplacement;
  }
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    put(value);
    return;
  }
  if (value < 0x800) {
    put(0xc0U | (value >> 6U));
  } else {
    if (value < 0x10000) {
      put(0xe0U | (value >> 12U));
    } else {
      put(0xf0U | (value >> 18U));
      put(0x80U | ((value >> 12U) & 0x3fU));
    }
    put(0x80U | ((value >> 6U) & 0x3fU));
  }
  put(0x80U | (value & 0x3fU));
}

std::string ToUtf8(std::u32string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (const char32_t value : text) {
    AppendUtf8(value, bytes);
  }
  return bytes;
}

void ToUtf32(std::string_view text, std::u32string& points) { DecodeUtf8(text, points); }

bool DecodeUtf8(std::string_view bytes, std::u32string& points) {
  points.resize(bytes.size());  // there are no more
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const auto first = static_cast<std::uint8_t>(bytes[offset]);
    if (first < 0x80) {
      points[count++] = first;
      ++offset;
      continue;
    }
    if (const char32_t value = ThreeBytesAt(bytes, offset); value != 0) {
      points[count++] = value;
      offset += 3;
      continue;
    }
    const auto point = CodePointAt(bytes, offset);
    if (!point) {
      points.clear();
      return false;
    }
    points[count++] = point->value;
    offset += point->bytes;
  }
  points.resize(count);
  return true;
}

}  // namespace recourse
