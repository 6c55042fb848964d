#include "services/console/domain/survey_text.h"

namespace recourse::console {
namespace {

using enum SurveyText;

const std::map<SurveyText, std::string_view> kTexts = {
    {kTitle, "How did we do?"},
    {kLead,
     "We have told you that your matter {number} is resolved. Please tell us whether it is. "
     "Answer what you like; it takes less than a minute."},
    {kDaysLeft, "You can answer for another {days} days."},
    {kHoursLeft, "You can answer for another {hours} hours."},
    {kOtherLanguage, "中文"},
    {kCsat, "How satisfied are you with how we handled your matter?"},
    {kCsat1, "Very dissatisfied"},
    {kCsat2, "Dissatisfied"},
    {kCsat3, "Neither"},
    {kCsat4, "Satisfied"},
    {kCsat5, "Very satisfied"},
    {kNps, "How likely are you to recommend us to a friend or colleague?"},
    {kNpsHint, "0: not at all likely. 10: extremely likely."},
    {kCes, "“The company made it easy for me to handle my issue.” Do you agree?"},
    {kCesHint, "1: strongly disagree. 7: strongly agree."},
    {kPutRight, "Was it put right?"},
    {kYes, "Yes"},
    {kNo, "No, not yet"},
    {kWords, "What should we know?"},
    {kWordsHint, "If you like. Please write no passwords and no card numbers."},
    {kSend, "Send my answer"},
    {kPreferenceLink, "Do not ask me again"},
    {kFaultsTitle, "Your answer was not sent yet"},
    {kFaultPrefix, "Not sent: "},
    {kFaultEmpty, "Answer at least one of the questions with a choice."},
    {kFaultOutOfRange, "Choose one of the answers that are shown."},
    {kFaultTooLong, "That is too long. Shorten it to about 2,700 characters."},
    {kThanksTitle, "Thank you"},
    {kThanks, "Your answer about {number} has reached us. You can close this page."},
    {kThanksReopens,
     "Your answer has reached us. We are sorry that it is not put right: your matter {number} "
     "is opened again, and somebody will take it up. You need not write to us anew."},
    {kAnsweredTitle, "This was answered already"},
    {kAnswered,
     "We have an answer about {number}; each survey counts one. If anything is still wrong, "
     "reply to our last message or call us and say the number."},
    {kExpiredTitle, "The time for this survey has passed"},
    {kExpired,
     "It can no longer be answered. If anything about {number} is still wrong, reply to our last "
     "message or call us and say the number."},
    {kWithdrawnTitle, "This survey was withdrawn"},
    {kWithdrawn,
     "Either your matter {number} is being worked on again, or you asked us not to send surveys. "
     "There is nothing for you to do; if anything is wrong, reply to our last message or call "
     "us."},
    {kNotIssuedTitle, "This survey is not open yet"},
    {kNotIssued, "Come back to this page later: your link stays the same."},
    {kUnknownTitle, "This link does not work"},
    {kUnknown,
     "No survey belongs to it. Perhaps a part of it is missing: open it from our message again, "
     "or copy the whole of it."},
    {kLimitedTitle, "Too many links that do not work"},
    {kLimited,
     "From your network too many links were tried that belong to no survey. Wait {minutes} "
     "minutes, then open the link from our message again."},
    {kUnreadableTitle, "This could not be read"},
    {kUnreadable,
     "What was sent is not what our page sends. Open the link from our message again and fill "
     "the page in anew."},
    {kTooLargeTitle, "That is too long"},
    {kTooLarge,
     "Your words are longer than we can take. Go back, shorten them to about 2,700 characters "
     "and send them again."},
    {kUnavailableTitle, "This does not work at the moment"},
    {kUnavailable, "Open the link again in a few minutes. It stays good, and nothing is lost."},
    {kNotSavedTitle, "Your answer is not safe yet"},
    {kNotSaved,
     "We could not reach the place where it is kept. What you wrote is still in this page: press "
     "the button again in a minute. It counts once, however often you press."},
    {kSendAgain, "Send again"},
    {kPreferenceTitle, "May we ask you how we did?"},
    {kPreferenceLead,
     "After a matter is resolved we ask whether it was put right. It is your choice, and you can "
     "change it here at any time. Replies to what you write to us are not surveys: they reach "
     "you in any case."},
    {kOptOut, "Do not ask me again"},
    {kOptIn, "You may ask me"},
    {kOptedOutTitle, "We will not ask you again"},
    {kOptedOut, "No more surveys will be sent to you. If that was a mistake, take it back here."},
    {kOptedInTitle, "Thank you"},
    {kOptedIn, "We may ask you how we did. If you change your mind, say so here."},
};

}  // namespace

std::string_view EnText(SurveyText text) {
  const auto found = kTexts.find(text);
  return found == kTexts.end() ? std::string_view() : found->second;
}

}  // namespace recourse::console
