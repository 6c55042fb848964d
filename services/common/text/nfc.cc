#include "services/common/text/nfc.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "services/common/core/check.h"
#include "services/common/text/utf8.h"

namespace recourse {

StatusOr<std::string> ToNfc(std::string_view text) {
  if (!IsUtf8(text)) {
    return absl::InvalidArgumentError("the text is not UTF-8");
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  std::string composed;
  composed.reserve(text.size());
  icu::StringByteSink<std::string> sink(&composed);
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (U_SUCCESS(error)) {
    nfc->normalizeUTF8(0, piece, sink, nullptr, error);
  }
  RECOURSE_CHECK(U_SUCCESS(error));  // ICU's data is part of its library
  return composed;
}

}  // namespace recourse
