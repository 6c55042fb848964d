#pragma once

#include <map>
#include <string>
#include <string_view>

namespace recourse::followup {

// How a customer is asked, once or again.
struct AskingTexts {
  std::string subject;
  std::string body;
  std::string button;
  std::string short_text;  // as a text message
};

// The words of one language; one file each. What stands in braces is filled in: {number} of the
// ticket, {url} of the page, {expire} when it ends, {opt_out} where to refuse, {count}.
struct MailTexts {
  std::string language;  // of the page: zh-CN
  std::string greeting;
  AskingTexts survey;
  AskingTexts reminder;
  std::string expiry;
  std::string opt_out;
  std::string automatic;
  std::string reply_subject;
  std::string reply_end;
  std::string digest_subject_one;
  std::string digest_subject_many;
  std::string digest_begin;
  std::string digest_dropped;
  std::string ticket;
  std::string due;
  std::string branch;
  std::string list_joint;  // between the numbers of a list
  // By their names in an effect's parameters.
  std::map<std::string, std::string, std::less<>> kinds;
  std::map<std::string, std::string, std::less<>> clocks;
  std::map<std::string, std::string, std::less<>> severities;
};

const MailTexts& ChineseTexts();
const MailTexts& EnglishTexts();

// Chinese for zh and all that begins with zh-, else English.
const MailTexts& TextsOf(std::string_view language);

// `text` with what stands in braces filled in, once: a value that has braces stays as it is, and so
// does a name that has no value.
std::string Fill(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace recourse::followup
