#include "services/recoursectl/calendar/ical_marks.h"

#include <array>
#include <string>

#include "services/common/text/folded.h"

namespace recourse::ctl::calendar {
namespace {

enum class Sense {
  kSilent,  // a sign in it means something else here; also what English says of days off, which an
            // unmarked day is anyway
  kWork,
  kRest,
  kHoliday,  // names the holiday, of which the day may be the make-up
  kSwap,     // 调休: either
  kDenied,   // cancelled or negated
};

struct Phrase {
  std::u32string_view text;
  Sense sense;
};

// Folded (folded.h): small letters, narrow brackets. Where two match at one place the longer
// counts.
constexpr auto kPhrases = std::to_array<Phrase>({
    {U"补班", Sense::kWork},
    {U"補班", Sense::kWork},
    {U"上班", Sense::kWork},
    {U"工作日", Sense::kWork},
    {U"working day", Sense::kWork},
    {U"work day", Sense::kWork},
    {U"workday", Sense::kWork},
    {U"make-up", Sense::kWork},
    {U"makeup", Sense::kWork},
    {U"放假", Sense::kRest},
    {U"休息", Sense::kRest},
    {U"补休", Sense::kRest},
    {U"補休", Sense::kRest},
    {U"补假", Sense::kRest},
    {U"補假", Sense::kRest},
    {U"停业", Sense::kRest},
    {U"停業", Sense::kRest},
    {U"day off", Sense::kSilent},
    {U"days off", Sense::kSilent},
    {U"no work", Sense::kSilent},
    {U"non-working day", Sense::kSilent},
    {U"non working day", Sense::kSilent},
    {U"not a working day", Sense::kSilent},
    {U"non-workday", Sense::kSilent},
    {U"make-up holiday", Sense::kSilent},
    {U"makeup holiday", Sense::kSilent},
    {U"make-up day off", Sense::kSilent},
    {U"makeup day off", Sense::kSilent},
    {U"不上班", Sense::kRest},
    {U"不用上班", Sense::kRest},
    {U"无需上班", Sense::kRest},
    {U"無需上班", Sense::kRest},
    {U"假期", Sense::kHoliday},
    {U"假日", Sense::kHoliday},
    {U"长假", Sense::kHoliday},
    {U"長假", Sense::kHoliday},
    {U"连假", Sense::kHoliday},
    {U"連假", Sense::kHoliday},
    {U"调休", Sense::kSwap},
    {U"調休", Sense::kSwap},
    {U"取消", Sense::kDenied},
    {U"cancelled", Sense::kDenied},
    {U"canceled", Sense::kDenied},
    {U"不放假", Sense::kDenied},
    {U"不休", Sense::kDenied},
    {U"不补班", Sense::kDenied},
    {U"不補班", Sense::kDenied},
    {U"退休", Sense::kSilent},
    {U"离休", Sense::kSilent},
    {U"值班", Sense::kSilent},
    {U"下班", Sense::kSilent},
    {U"航班", Sense::kSilent},
    {U"班级", Sense::kSilent},
    {U"班級", Sense::kSilent},
    {U"班会", Sense::kSilent},
    {U"班會", Sense::kSilent},
});

const Phrase* PhraseAt(std::u32string_view text) {
  const Phrase* best = nullptr;
  for (const Phrase& phrase : kPhrases) {
    if (text.starts_with(phrase.text) &&
        (best == nullptr || phrase.text.size() > best->text.size())) {
      best = &phrase;
    }
  }
  return best;
}

bool IsHan(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }
bool IsLetter(char32_t c) { return c >= U'a' && c <= U'z'; }

bool HanAt(std::u32string_view text, std::size_t place) {
  return place < text.size() && IsHan(text[place]);
}

// What the senses of a text come to.
class Verdict {
 public:
  void Hear(Sense sense) {
    work_ = work_ || sense == Sense::kWork;
    rest_ = rest_ || sense == Sense::kRest;
    holiday_ = holiday_ || sense == Sense::kHoliday;
    unclear_ = unclear_ || sense == Sense::kDenied;
    swap_ = swap_ || sense == Sense::kSwap;
  }
  // 休, 班 and 假 that stand for themselves: （休）, 班｜, 国庆休.
  void HearSign(std::u32string_view text, std::size_t place) {
    const bool after = HanAt(text, place + 1);
    const bool alone = !after && !(place > 0 && IsHan(text[place - 1]));
    if (text[place] == U'班') return alone ? Hear(Sense::kWork) : Hear(Sense::kDenied);
    if ((text[place] == U'休' || text[place] == U'假') && !after) Hear(Sense::kRest);
  }
  DayMark Mark() const {
    if (unclear_ || (work_ && rest_)) return DayMark::kUnclear;
    if (work_) return DayMark::kWork;
    if (rest_ || holiday_) return DayMark::kRest;
    return swap_ ? DayMark::kUnclear : DayMark::kNone;
  }

 private:
  bool work_ = false, rest_ = false, holiday_ = false, swap_ = false, unclear_ = false;
};

// "work" where it is the whole text or stands in brackets: elsewhere it is any word.
bool IsWorkAlone(std::u32string_view text, std::size_t place) {
  constexpr std::u32string_view kWord = U"work";
  constexpr std::u32string_view kOpens = U"([{|:-,/";
  constexpr std::u32string_view kCloses = U")]}|,/";
  if (!text.substr(place).starts_with(kWord)) return false;
  const std::size_t end = place + kWord.size();
  const bool opened = place == 0 || kOpens.find(text[place - 1]) != kOpens.npos;
  return opened && (end == text.size() || kCloses.find(text[end]) != kCloses.npos);
}

}  // namespace

DayMark MarkOf(std::string_view text) {
  const auto folded = Fold(text);
  if (!folded.ok()) return DayMark::kUnclear;
  const std::u32string_view all = folded->text;
  Verdict verdict;
  for (std::size_t place = 0; place < all.size();) {
    const bool inside_word = place > 0 && IsLetter(all[place - 1]) && IsLetter(all[place]);
    const Phrase* phrase = inside_word ? nullptr : PhraseAt(all.substr(place));
    if (phrase != nullptr) {
      verdict.Hear(phrase->sense);
      place += phrase->text.size();
      continue;
    }
    if (IsWorkAlone(all, place)) verdict.Hear(Sense::kWork);
    verdict.HearSign(all, place++);
  }
  return verdict.Mark();
}

DayMark MarkOf(const IcalEvent& event) {
  if (event.special_day == "WORK-HOLIDAY") return DayMark::kRest;
  if (event.special_day == "ALTERNATE-WORKDAY") return DayMark::kWork;
  DayMark mark = MarkOf(event.summary);
  for (const std::string& category : event.categories) {
    if (mark == DayMark::kNone) mark = MarkOf(category);
  }
  if (mark == DayMark::kNone && event.description.starts_with("Observance")) {
    return DayMark::kObservance;
  }
  return mark;
}

}  // namespace recourse::ctl::calendar
