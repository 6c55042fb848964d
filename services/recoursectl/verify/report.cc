#include "services/recoursectl/verify/report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <ctime>

namespace recourse::ctl::verify {
namespace {

std::string TimeText(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t clock = std::chrono::system_clock::to_time_t(seconds);
  std::tm parts{};
  gmtime_r(&clock, &parts);
  char day[32];
  std::strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &parts);
  char text[48];
  std::snprintf(text, sizeof(text), "%s.%03dZ", day, static_cast<int>((time - seconds).count()));
  return text;
}

boost::json::object ObjectOf(const Check& check) {
  boost::json::array examples;
  for (const std::string& example : check.examples) examples.emplace_back(example);
  return {{"id", check.id},
          {"what", check.what},
          {"examined", check.examined},
          {"violations", check.violations},
          {"examples", std::move(examples)}};
}

std::string Line(const Check& check) {
  char numbers[96];
  std::snprintf(numbers, sizeof(numbers), "%-9s %-5s %10lld %10lld  ",
                check.violations == 0 ? "holds" : "VIOLATED", check.id.c_str(),
                static_cast<long long>(check.examined), static_cast<long long>(check.violations));
  std::string line = numbers + check.what + "\n";
  for (const std::string& example : check.examples) line += "          " + example + "\n";
  return line;
}

}  // namespace

bool Report::ok() const {
  return std::all_of(checks.begin(), checks.end(),
                     [](const Check& check) { return check.violations == 0; });
}

std::string JsonText(const Report& report) {
  boost::json::array checks;
  for (const Check& check : report.checks) checks.push_back(ObjectOf(check));
  const boost::json::object object{{"ok", report.ok()},
                                   {"cut_time", TimeText(report.cut_time)},
                                   {"waited", report.waited},
                                   {"seconds", report.seconds},
                                   {"checks", std::move(checks)}};
  return boost::json::serialize(object) + "\n";
}

std::string TableText(const Report& report) {
  std::string text = "judged at " + TimeText(report.cut_time) + "; " + report.waited + "\n";
  text += "          check   examined violations  what\n";
  for (const Check& check : report.checks) text += Line(check);
  char end[80];
  std::snprintf(end, sizeof(end), "%s, in %.1f s\n",
                report.ok() ? "everything holds" : "SOMETHING IS VIOLATED", report.seconds);
  return text + end;
}

}  // namespace recourse::ctl::verify
