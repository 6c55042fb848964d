#include "services/recoursectl/model/disguises.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "services/common/text/look_alike.h"
#include "services/common/text/utf8.h"

namespace recourse::ctl::model {
namespace {

constexpr std::pair<Disguise, std::string_view> kWords[] = {
    {Disguise::kFullWidth, "full-width"},  {Disguise::kTraditional, "traditional"},
    {Disguise::kZeroWidth, "zero-width"},  {Disguise::kSpacedLetters, "spaced-letters"},
    {Disguise::kHomoglyphs, "homoglyphs"}, {Disguise::kZalgo, "zalgo"},
    {Disguise::kEmoji, "emoji"},           {Disguise::kUpperCase, "upper-case"}};

constexpr std::u32string_view kUnseen = U"\u200B\u200C\u200D\u2060\u00AD";
constexpr std::u32string_view kEmoji = U"\U0001F621\U0001F622\U0001F64F\U0001F44D\u2764";
constexpr std::u32string_view kBetween = U" .-";
// Letters of ASCII and one that looks like each.
constexpr std::u32string_view kLatin = U"aceiopsxyvABCEHKMOPTXYZ";
constexpr std::u32string_view kAlike =
    U"\u0430\u0441\u0435\u0456\u043E\u0440\u0455\u0445\u0443\u03BD"
    U"\u0410\u0412\u0421\u0415\u041D\u041A\u041C\u039F\u03A1\u0422\u03A7\u03A5\u0396";
static_assert(kLatin.size() == kAlike.size());
constexpr char32_t kFirstMark = 0x300;
constexpr std::uint64_t kMarks = 0x70;
constexpr std::uint64_t kPileMax = 8;

// Chance from a seed, the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }
  bool OneIn(std::uint64_t count) { return Below(count) == 0; }
  char32_t Any(std::u32string_view of) { return of[Below(of.size())]; }

 private:
  std::mt19937_64 random_;
};

bool IsLatin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool IsHan(char32_t c) { return c >= 0x4E00 && c <= 0x9FFF; }
bool IsLetter(char32_t c) { return IsLatin(c) || IsHan(c); }

char32_t Wide(char32_t c) {
  if (c == U' ') return 0x3000;
  return c > 0x20 && c < 0x7F ? c + 0xFEE0 : c;
}
char32_t Capital(char32_t c) { return c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c; }
char32_t Alike(char32_t c, Dice& dice) {
  const std::size_t at = kLatin.find(c);
  return at != std::u32string_view::npos && dice.OneIn(2) ? kAlike[at] : c;
}

std::u32string BetweenLetters(std::u32string_view text, Dice& dice) {
  std::u32string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    made += text[i];
    const bool inside = i + 1 < text.size() && IsLetter(text[i]) && IsLetter(text[i + 1]);
    if (inside && dice.OneIn(3)) made += dice.Any(kUnseen);
  }
  return made;
}

std::u32string Piled(std::u32string_view text, Dice& dice) {
  std::u32string made;
  for (const char32_t c : text) {
    made += c;
    if (!IsLetter(c) || !dice.OneIn(2)) continue;
    for (std::uint64_t i = 1 + dice.Below(kPileMax); i > 0; --i) {
      made += static_cast<char32_t>(kFirstMark + dice.Below(kMarks));
    }
  }
  return made;
}

// Words of Latin letters, and ideographs two by two: each such pair is a word to a reader.
std::u32string SetApart(std::u32string_view text, Dice& dice) {
  std::u32string made;
  const char32_t between = dice.Any(kBetween);
  bool apart = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = i == 0 || !IsLetter(text[i - 1]) || IsHan(text[i]);
    if (begins) apart = dice.OneIn(2);
    made += text[i];
    const bool inside = i + 1 < text.size() && IsLetter(text[i]) && IsLetter(text[i + 1]) &&
                        IsHan(text[i]) == IsHan(text[i + 1]);
    if (apart && inside) made += between;
  }
  return made;
}

std::u32string WithEmoji(std::u32string_view text, Dice& dice) {
  std::u32string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    made += text[i];
    const bool between = text[i] == U' ' || (IsHan(text[i]) && i + 1 < text.size());
    if (between && dice.OneIn(4)) made += dice.Any(kEmoji);
  }
  return made;
}

template <typename Change>
std::u32string Each(std::u32string text, Change change) {
  for (char32_t& c : text) c = change(c);
  return text;
}

}  // namespace

std::string_view WordOf(Disguise disguise) {
  for (const auto& [value, word] : kWords) {
    if (value == disguise) return word;
  }
  return "";
}

std::optional<Disguise> DisguiseOf(std::string_view word) {
  for (const auto& [value, own] : kWords) {
    if (own == word) return value;
  }
  return std::nullopt;
}

std::string Disguised(std::string_view text, Disguise disguise, std::uint64_t seed) {
  std::u32string points;
  ToUtf32(text, points);
  Dice dice(seed);
  switch (disguise) {
    case Disguise::kFullWidth:
      return ToUtf8(Each(std::move(points), Wide));
    case Disguise::kTraditional:
      return ToUtf8(Each(std::move(points), Traditional));
    case Disguise::kZeroWidth:
      return ToUtf8(BetweenLetters(points, dice));
    case Disguise::kSpacedLetters:
      return ToUtf8(SetApart(points, dice));
    case Disguise::kHomoglyphs:
      return ToUtf8(Each(std::move(points), [&](char32_t c) { return Alike(c, dice); }));
    case Disguise::kZalgo:
      return ToUtf8(Piled(points, dice));
    case Disguise::kEmoji:
      return ToUtf8(WithEmoji(points, dice));
    case Disguise::kUpperCase:
      return ToUtf8(Each(std::move(points), Capital));
  }
  return std::string(text);
}

}  // namespace recourse::ctl::model
