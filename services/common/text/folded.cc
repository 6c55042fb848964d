#include "services/common/text/folded.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "services/common/core/check.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

const icu::Normalizer2& Folding() {
  static const icu::Normalizer2* instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* made = icu::Normalizer2::getNFKCCasefoldInstance(error);
    RECOURSE_CHECK(U_SUCCESS(error));  // ICU's data is part of its library
    return made;
  }();
  return *instance;
}

// NFKC_Casefold also takes out what is invisible. It works piece by piece between boundaries, so
// that each piece's place in the original is known.
void FoldPiece(std::u32string_view piece, CodePointRange range, Folded& folded) {
  icu::UnicodeString source;
  for (const char32_t point : piece) {
    source.append(static_cast<UChar32>(point));
  }
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString result = Folding().normalize(source, error);
  RECOURSE_CHECK(U_SUCCESS(error));
  for (std::int32_t i = 0; i < result.length(); i = result.moveIndex32(i, 1)) {
    folded.text.push_back(static_cast<char32_t>(result.char32At(i)));
    folded.origin.push_back(range);
  }
}

// Most pieces are one plain letter or one ideograph, and need no normaliser.
bool FoldPlain(std::u32string_view piece, CodePointRange range, Folded& folded) {
  if (piece.size() != 1) {
    return false;
  }
  char32_t point = piece.front();
  if (point >= U'A' && point <= U'Z') {
    point += U'a' - U'A';
  } else if (point >= 0x80 && !Folding().isInert(static_cast<UChar32>(point))) {
    return false;
  }
  folded.text.push_back(point);
  folded.origin.push_back(range);
  return true;
}

bool BeginsPiece(char32_t point) {
  return (point >= 0x20 && point < 0x7f) ||
         Folding().hasBoundaryBefore(static_cast<UChar32>(point));
}

}  // namespace

CodePointRange Folded::OriginOf(std::size_t first, std::size_t count) const {
  if (first >= origin.size() || count == 0) {
    return {};
  }
  const std::size_t last = std::min(count, origin.size() - first) + first - 1;
  return {origin[first].begin, origin[last].end};
}

StatusOr<Folded> Fold(std::string_view text) {
  Folded folded;
  if (Status status = Fold(text, folded); !status.ok()) return status;
  return folded;
}

Status Fold(std::string_view text, Folded& folded) {
  folded.text.clear();
  folded.origin.clear();
  if (!IsUtf8(text)) {
    return absl::InvalidArgumentError("the text is not UTF-8");
  }
  thread_local std::u32string points;
  ToUtf32(text, points);
  for (std::size_t begin = 0; begin < points.size();) {
    // The normaliser sorts the marks of a piece by insertion: without a bound 64 KiB of them would
    // take its square.
    const std::size_t most = std::min(points.size(), begin + 1 + kMarksMax);
    std::size_t end = begin + 1;
    while (end < most && !BeginsPiece(points[end])) {
      ++end;
    }
    const auto piece = std::u32string_view(points).substr(begin, end - begin);
    const CodePointRange range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    if (!FoldPlain(piece, range, folded)) {
      FoldPiece(piece, range, folded);
    }
    begin = end;
  }
  return absl::OkStatus();
}

}  // namespace recourse
