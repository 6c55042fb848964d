#include "services/common/text/blank.h"

#include <unicode/uchar.h>

#include "services/common/text/utf8.h"

namespace recourse {
namespace {

bool IsInvisible(char32_t value) {
  const auto point = static_cast<UChar32>(value);
  const bool annotation = point >= 0xfff9 && point <= 0xfffb;
  const bool empty_braille = point == 0x2800;
  return annotation || empty_braille || u_isUWhiteSpace(point) ||
         u_charType(point) == U_CONTROL_CHAR ||
         u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

}  // namespace

bool IsBlank(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const auto point = CodePointAt(text, offset);
    if (!point || !IsInvisible(point->value)) {
      return false;
    }
    offset += point->bytes;
  }
  return true;
}

}  // namespace recourse
