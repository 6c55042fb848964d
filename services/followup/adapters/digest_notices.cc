#include "services/followup/adapters/digest_notices.h"

namespace recourse::followup {
namespace {

constexpr std::string_view kBegin = "notice.";
constexpr std::string_view kEnd = ".notice_id";
constexpr const char* kJoint = " · ";

std::string At(const Effect& effect, const std::string& name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

using Words = std::map<std::string, std::string, std::less<>>;
std::string WordOf(const Words& words, const std::string& name) {
  const auto found = words.find(name);
  return found == words.end() ? name : found->second;
}

// notice.000. and so on, in ascending order: the parameters are sorted.
std::vector<std::string> PrefixesOf(const Effect& digest) {
  std::vector<std::string> prefixes;
  for (const auto& [name, value] : digest.parameters) {
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) continue;
    prefixes.push_back(name.substr(0, name.size() - kEnd.size() + 1));
  }
  return prefixes;
}

std::string RestOf(const Effect& digest, const std::string& prefix, const MailTexts& texts) {
  std::string rest;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) rest += kJoint + text;
  };
  const std::string due = At(digest, prefix + "due_local");
  if (!due.empty()) {
    add(Fill(texts.due,
             {{"clock", WordOf(texts.clocks, At(digest, prefix + "clock"))}, {"time", due}}));
  } else {
    add(At(digest, prefix + "time_local"));
  }
  const std::string branch = At(digest, prefix + "branch_id");
  if (!branch.empty()) add(Fill(texts.branch, {{"branch", branch}}));
  add(At(digest, prefix + "category"));
  add(WordOf(texts.severities, At(digest, prefix + "severity")));
  return rest;
}

}  // namespace

std::vector<NoticeLine> NoticesOf(const Effect& digest, const MailTexts& texts) {
  std::vector<NoticeLine> notices;
  for (const std::string& prefix : PrefixesOf(digest)) {
    const std::string number = At(digest, prefix + "ticket_number");
    const std::string kind = WordOf(texts.kinds, At(digest, prefix + "kind"));
    notices.push_back({number, kind, kind + kJoint + Fill(texts.ticket, {{"number", number}}),
                       RestOf(digest, prefix, texts)});
  }
  return notices;
}

}  // namespace recourse::followup
