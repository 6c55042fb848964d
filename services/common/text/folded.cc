#include "services/common/text/folded.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "services/common/core/check.h"
#include "services/common/text/plain.h"
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

// Where the normaliser may be asked without what stands before.
bool BeginsPiece(char32_t point) {
  return (point >= 0x20 && point < 0x7f) ||
         Folding().hasBoundaryBefore(static_cast<UChar32>(point));
}

icu::UnicodeString FoldPiece(std::u32string_view piece) {
  icu::UnicodeString source;
  for (const char32_t point : piece) {
    source.append(static_cast<UChar32>(point));
  }
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString result = Folding().normalize(source, error);
  RECOURSE_CHECK(U_SUCCESS(error));
  return result;
}

// What a code point becomes where it is a piece by itself, so that the next one begins a piece too.
// None where it joins with what stands before, or becomes several or nothing.
char32_t FoldAlone(char32_t point) {
  if (!BeginsPiece(point) || (point >= 0xD800 && point < 0xE000)) return CodePointTable::kNone;
  const icu::UnicodeString result = FoldPiece({&point, 1});
  return result.length() == 1 ? result.charAt(0) : CodePointTable::kNone;
}

const CodePointTable& Plain() {
  static const CodePointTable table(FoldAlone);
  return table;
}

// Writes a folded text over the former one, without looking at each step whether there is room.
class Writer {
 public:
  explicit Writer(Folded& folded) : folded_(folded) { folded.text.resize(folded.origin.size()); }
  // For so many more.
  void Room(std::size_t more) {
    if (size_ + more <= folded_.origin.size()) return;
    const std::size_t size = std::max(2 * folded_.origin.size(), size_ + more);
    folded_.text.resize(size);
    folded_.origin.resize(size);
  }
  void Put(char32_t point, CodePointRange range) {
    folded_.text[size_] = point;
    folded_.origin[size_++] = range;
  }
  // What stands here can be written to, as far as there is room; then Wrote() says how much was.
  char32_t* text() { return folded_.text.data() + size_; }
  CodePointRange* origin() { return folded_.origin.data() + size_; }
  void Wrote(std::size_t count) { size_ += count; }
  void End() {
    folded_.text.resize(size_);
    folded_.origin.resize(size_);
  }

 private:
  Folded& folded_;
  std::size_t size_ = 0;
};

// Folds pieces of one plain code point each, and says where they end.
std::size_t FoldPlain(std::u32string_view points, std::size_t begin, Writer& writer) {
  const CodePointTable& plain = Plain();
  writer.Room(points.size() - begin);
  char32_t* text = writer.text();
  CodePointRange* origin = writer.origin();
  std::size_t at = begin;
  for (; at < points.size(); ++at) {
    const char32_t folded = plain[points[at]];
    if (folded == CodePointTable::kNone) break;
    *text++ = folded;
    *origin++ = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)};
  }
  // The last one is not a piece by itself where what follows joins with it.
  if (at > begin && at < points.size() && !BeginsPiece(points[at])) --at;
  writer.Wrote(at - begin);
  return at;
}

// Folds the piece that begins here by the normaliser, and says where it ends. NFKC_Casefold also
// takes out what is invisible. It works piece by piece between boundaries, so that each piece's
// place in the original is known.
std::size_t FoldOther(std::u32string_view points, std::size_t begin, Writer& writer) {
  // The normaliser sorts the marks of a piece by insertion: without a bound 64 KiB of them would
  // take its square.
  const std::size_t most = std::min(points.size(), begin + 1 + kMarksMax);
  std::size_t end = begin + 1;
  while (end < most && !BeginsPiece(points[end])) {
    ++end;
  }
  const CodePointRange range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  if (end == begin + 1 && Folding().isInert(static_cast<UChar32>(points[begin]))) {
    writer.Room(1);
    writer.Put(points[begin], range);
    return end;
  }
  const icu::UnicodeString result = FoldPiece(points.substr(begin, end - begin));
  writer.Room(static_cast<std::size_t>(result.length()));
  for (std::int32_t i = 0; i < result.length(); i = result.moveIndex32(i, 1)) {
    writer.Put(static_cast<char32_t>(result.char32At(i)), range);
  }
  return end;
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
  thread_local std::u32string points;
  if (!DecodeUtf8(text, points)) {
    folded.text.clear();
    folded.origin.clear();
    return absl::InvalidArgumentError("the text is not UTF-8");
  }
  Writer writer(folded);
  for (std::size_t begin = 0; begin < points.size();) {
    begin = FoldPlain(points, begin, writer);
    if (begin < points.size()) begin = FoldOther(points, begin, writer);
  }
  writer.End();
  return absl::OkStatus();
}

}  // namespace recourse
