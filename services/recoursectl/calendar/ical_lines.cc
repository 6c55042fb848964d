#include "services/recoursectl/calendar/ical_lines.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "services/common/text/utf8.h"
#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr auto kKept = std::to_array<std::string_view>(
    {"UID", "SUMMARY", "CATEGORIES", "DESCRIPTION", "STATUS", "TRANSP", "DTSTART", "DTEND",
     "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "X-APPLE-SPECIAL-DAY"});

bool IsKept(std::string_view name) {
  return std::find(kKept.begin(), kKept.end(), name) != kKept.end();
}

// Where the value begins: the first colon that no quotation marks enclose.
std::size_t ColonOf(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == ':' && !quoted) return i;
  }
  return std::string_view::npos;
}

std::string InCapitals(std::string_view text) {
  std::string capitals;
  for (const char c : text) capitals += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return capitals;
}

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

// Hands out unfolded lines.
class Unfolding {
 public:
  explicit Unfolding(std::string_view text) : rest_(text) {
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }

  // The next line and where it begins; empty lines are passed over.
  std::optional<std::pair<int, std::string>> Next() {
    while (!rest_.empty()) {
      const int begin = number_ + 1;
      std::string line(Physical());
      while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t') &&
             line.size() <= kIcalLineBytesMax) {
        line += Physical().substr(1);
      }
      if (!line.empty()) return std::pair(begin, std::move(line));
    }
    return std::nullopt;
  }

 private:
  std::string_view Physical() {
    ++number_;
    const auto end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  std::string_view rest_;
  int number_ = 0;
};

// Follows BEGIN and END and puts each line where it belongs.
class Sorting {
 public:
  explicit Sorting(const std::string& file) : file_(file) {}

  Status Take(int line, std::string text) {
    if (text.size() > kIcalLineBytesMax) return Refuse(line, "is longer than 64 KiB");
    if (!IsUtf8(text)) return Refuse(line, "not UTF-8: save the file as UTF-8");
    if (HasControl(text)) return Refuse(line, "has a control character in it");
    const std::size_t colon = ColonOf(text);
    const std::string name = InCapitals(text.substr(0, std::min(colon, text.find(';'))));
    if (colon == std::string::npos || !IsName(name)) {
      return Refuse(line, "is no line of an iCalendar file (NAME:value): mend or delete it");
    }
    std::string value = text.substr(colon + 1);
    if (name == "BEGIN") return Begin(line, InCapitals(value));
    if (name == "END") return End(line, InCapitals(value));
    if (open_.empty()) return Refuse(line, "stands outside of BEGIN:VCALENDAR");
    return Put({line, name, std::move(text), std::move(value)});
  }

  StatusOr<IcalLines> Done() && {
    if (!open_.empty()) {
      return Refuse(open_.back().second, open_.back().first + " has no END: is the file complete?");
    }
    if (!seen_) return Refuse(0, "is no iCalendar file: it has no BEGIN:VCALENDAR");
    return std::move(out_);
  }

 private:
  Status Refuse(int line, const std::string& what) const { return RefusedAt(file_, line, what); }

  Status Begin(int line, std::string component) {
    if (open_.size() >= kIcalDepthMax)
      return Refuse(line, "more than 8 components inside each other");
    if (open_.empty() != (component == "VCALENDAR")) {
      return Refuse(line, "BEGIN:" + std::string(ClipUtf8(component, 40)) +
                              " may not stand here: VCALENDAR holds all the others");
    }
    if (open_.empty() && std::exchange(seen_, true)) {
      return Refuse(line, "a second VCALENDAR: split the file");
    }
    if (component == "VEVENT" && open_.size() == 1) {
      if (out_.events.size() >= kIcalEventsMax) return Refuse(line, "more than 20,000 events");
      out_.events.push_back({line});
    }
    if (component == "VTIMEZONE") zone_id_.clear();
    open_.emplace_back(std::move(component), line);
    return absl::OkStatus();
  }

  Status End(int line, const std::string& component) {
    if (open_.empty() || open_.back().first != component) {
      return Refuse(line,
                    "END:" + std::string(ClipUtf8(component, 40)) + " ends nothing: " +
                        (open_.empty() ? std::string("no component is open")
                                       : open_.back().first + " of line " +
                                             std::to_string(open_.back().second) + " is open"));
    }
    open_.pop_back();
    return absl::OkStatus();
  }

  Status Put(IcalLine line) {
    const std::string& component = open_.back().first;
    if (open_.size() == 1 && line.name == "X-WR-TIMEZONE") out_.zone = line.value;
    if (open_.size() != 2) return absl::OkStatus();
    if (component == "VTIMEZONE" && line.name == "TZID") zone_id_ = line.value;
    if (component == "VTIMEZONE" && line.name == "X-LIC-LOCATION") {
      out_.locations[zone_id_] = line.value;
    }
    // An empty value says nothing: publishers write DESCRIPTION: where they have none.
    if (component != "VEVENT" || !IsKept(line.name) || line.value.empty()) return absl::OkStatus();
    auto& lines = out_.events.back().lines;
    if (lines.size() >= kIcalEventLinesMax) {
      return Refuse(line.line, "more than 64 lines of one event");
    }
    lines.push_back(std::move(line));
    return absl::OkStatus();
  }

  const std::string& file_;
  IcalLines out_;
  bool seen_ = false;
  std::string zone_id_;
  std::vector<std::pair<std::string, int>> open_;  // each with the line of its BEGIN
};

}  // namespace

StatusOr<IcalLines> ReadIcalLines(const std::string& file, std::string_view text) {
  if (text.size() > kIcalBytesMax) return RefusedAt(file, 0, "is larger than 4 MiB");
  Unfolding unfolding(text);
  Sorting sorting(file);
  while (auto line = unfolding.Next()) {
    if (Status s = sorting.Take(line->first, std::move(line->second)); !s.ok()) return s;
  }
  return std::move(sorting).Done();
}

}  // namespace recourse::ctl::calendar
