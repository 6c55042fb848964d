#pragma once

#include <string>
#include <vector>

#include "services/common/core/time.h"
#include "services/console/domain/survey_form.h"
#include "services/console/domain/survey_text.h"

namespace recourse::console {

// Whole pages of HTML without script. Every text from outside is escaped here; nobody else writes
// markup.

// Whose page it is: what its address and its words are made with.
struct SurveyPlace {
  std::string token;
  std::string ticket_number;
  SurveyLanguage language = SurveyLanguage::kZh;
};

// The form. `entered` and `faults` are what came in before and why it was not taken; both empty at
// first sight.
std::string FormPage(const SurveyPlace& place, const Survey& survey, Timestamp now,
                     const SurveyAnswer& entered = {}, const std::vector<SurveyFault>& faults = {});

// Pages that say one thing and what to do.
enum class SurveyNotice {
  kThanks,
  kThanksReopens,
  kAnswered,
  kExpired,
  kWithdrawn,
  kNotIssued,
  kUnknown,
  kUnreadable,
  kTooLarge,
  kUnavailable,
};
// Where there is no survey behind the page its place holds a language and nothing else.
std::string NoticePage(const SurveyPlace& place, SurveyNotice notice);

// Too many wrong links; `wait` is rounded up to minutes.
std::string LimitedPage(SurveyLanguage language, Duration wait);

// What was sent was not kept: one button sends the same again.
std::string NotSavedPage(const SurveyPlace& place, const SurveyAnswer& entered);

// What the customer wants of us: both choices, or what he just chose and the way back.
enum class PreferenceStep { kAsk, kOptedOut, kOptedIn };
std::string PreferencePage(const SurveyPlace& place, PreferenceStep step);

}  // namespace recourse::console
