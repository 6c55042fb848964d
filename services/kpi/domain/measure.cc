#include "services/kpi/domain/measure.h"

#include <array>
#include <charconv>
#include <utility>

namespace recourse::kpi {
namespace {

struct Described {
  std::string_view name;
  bool has_detail = false;
};
// In the order of Measure.
constexpr std::array<Described, kMeasureCount> kMeasures = {{
    {"feedback_received"},
    {"tickets_opened"},
    {"tickets_resolved"},
    {"tickets_reopened"},
    {"contacts_repeated"},
    {"clocks_breached", true},
    {"clocks_met", true},
    {"clocks_missed", true},
    {"tickets_open"},
    {"tickets_unassigned"},
    {"tickets_waiting"},
    {"tickets_at_risk"},
    {"clocks_breached_open", true},
    {"first_response_time", true},
    {"next_response_time", true},
    {"resolution_time", true},
    {"resolutions_confirmed", true},
    {"resolutions_settled"},
    {"resolutions_undone"},
    {"csat", true},
    {"nps", true},
    {"ces", true},
    {"customers_recovered"},
    {"customers_not_recovered"},
    {"loops_heard"},
    {"loops_unheard"},
    {"records_unreadable"},
    {"tickets_open_since", true},
    {"clocks_breached_by_change", true},
}};

const Described& DescribedOf(Measure measure) {
  return kMeasures.at(static_cast<std::size_t>(measure));
}

void AppendEscaped(std::string& field, std::string_view name) {
  for (const char c : name) {
    if (c == '|') {
      field += "%7C";
    } else if (c == '%') {
      field += "%25";
    } else {
      field += c;
    }
  }
}

std::optional<std::string> Unescaped(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      name += text[i];
      continue;
    }
    const std::string_view code = text.substr(i, 3);
    if (code != "%7C" && code != "%25") return std::nullopt;
    name += code == "%7C" ? '|' : '%';
    i += 2;
  }
  return name;
}

// The four parts between the bars, unescaped; nothing when there are more or less.
std::optional<std::array<std::string, 4>> PartsOf(std::string_view field) {
  std::array<std::string, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto bar = field.find('|');
    const bool last = i + 1 == parts.size();
    if (last != (bar == std::string_view::npos)) return std::nullopt;
    auto part = Unescaped(field.substr(0, bar));
    if (!part) return std::nullopt;
    parts[i] = *std::move(part);
    if (!last) field.remove_prefix(bar + 1);
  }
  return parts;
}

std::optional<int> ParseDetail(std::string_view text) {
  int detail = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), detail);
  if (error != std::errc() || stop != text.data() + text.size() || detail < 0) return std::nullopt;
  return detail;
}

// nps.9 -> measure and detail, without a place.
std::optional<Cell> ParseMeasure(std::string_view text) {
  const auto dot = text.find('.');
  const bool has_detail = dot != std::string_view::npos;
  const auto detail = has_detail ? ParseDetail(text.substr(dot + 1)) : std::optional<int>(0);
  for (std::size_t i = 0; detail && i < kMeasures.size(); ++i) {
    if (kMeasures[i].name != text.substr(0, dot) || kMeasures[i].has_detail != has_detail) continue;
    return Cell{static_cast<Measure>(i), "", "", "", *detail};
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(Measure measure) { return DescribedOf(measure).name; }
bool HasDetail(Measure measure) { return DescribedOf(measure).has_detail; }

bool IsStanding(Measure measure) {
  switch (measure) {
    case Measure::kTicketsOpen:
    case Measure::kTicketsUnassigned:
    case Measure::kTicketsWaiting:
    case Measure::kTicketsAtRisk:
    case Measure::kClocksBreachedOpen:
    case Measure::kTicketsOpenSince:
      return true;
    default:
      return false;
  }
}

std::string FieldOf(const Cell& cell) {
  std::string field(NameOf(cell.measure));
  if (HasDetail(cell.measure)) field += '.' + std::to_string(cell.detail);
  for (const std::string* part : {&cell.branch_id, &cell.category, &cell.region_id}) {
    field += '|';
    AppendEscaped(field, *part);
  }
  return field;
}

std::optional<Cell> ParseField(std::string_view field) {
  auto parts = PartsOf(field);
  if (!parts) return std::nullopt;
  auto cell = ParseMeasure((*parts)[0]);
  if (!cell) return std::nullopt;
  cell->branch_id = std::move((*parts)[1]);
  cell->category = std::move((*parts)[2]);
  cell->region_id = std::move((*parts)[3]);
  return cell;
}

}  // namespace recourse::kpi
