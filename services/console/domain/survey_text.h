#pragma once

#include <map>
#include <string>
#include <string_view>

#include "services/console/domain/survey.h"

namespace recourse::console {

// Every text of the customer's pages. {number}, {days} and the like are places that are filled.
enum class SurveyText {
  kTitle,
  kLead,
  kDaysLeft,
  kHoursLeft,
  kOtherLanguage,
  kCsat,
  kCsat1,
  kCsat2,
  kCsat3,
  kCsat4,
  kCsat5,
  kNps,
  kNpsHint,
  kCes,
  kCesHint,
  kPutRight,
  kYes,
  kNo,
  kWords,
  kWordsHint,
  kSend,
  kPreferenceLink,
  kFaultsTitle,
  kFaultPrefix,
  kFaultEmpty,
  kFaultOutOfRange,
  kFaultTooLong,
  kThanksTitle,
  kThanks,
  kThanksReopens,
  kAnsweredTitle,
  kAnswered,
  kExpiredTitle,
  kExpired,
  kWithdrawnTitle,
  kWithdrawn,
  kNotIssuedTitle,
  kNotIssued,
  kUnknownTitle,
  kUnknown,
  kLimitedTitle,
  kLimited,
  kUnreadableTitle,
  kUnreadable,
  kTooLargeTitle,
  kTooLarge,
  kUnavailableTitle,
  kUnavailable,
  kNotSavedTitle,
  kNotSaved,
  kSendAgain,
  kPreferenceTitle,
  kPreferenceLead,
  kOptOut,
  kOptIn,
  kOptedOutTitle,
  kOptedOut,
  kOptedInTitle,
  kOptedIn,
  kLast = kOptedIn,
};

// Of the language's own file; empty only where a text is missing.
std::string_view ZhText(SurveyText text);
std::string_view EnText(SurveyText text);

using TextValues = std::map<std::string, std::string>;

// The text with its places filled. The values are put in as they are: they are escaped with it.
std::string Say(SurveyLanguage language, SurveyText text, const TextValues& values = {});

// "zh-CN" or "en": for lang attributes.
std::string_view TagOf(SurveyLanguage language);
// "zh" or "en": for ?lang=.
std::string_view WordOf(SurveyLanguage language);
SurveyLanguage Other(SurveyLanguage language);

}  // namespace recourse::console
