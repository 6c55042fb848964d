#include "services/kpi/domain/measure.h"

#include <array>
#include <utility>

namespace recourse::kpi {
namespace {

constexpr std::array<std::string_view, 11> kNames = {
    "feedback_received", "tickets_opened", "tickets_resolved", "contacts_repeated",
    "clocks_breached",   "clocks_met",     "clocks_missed",    "tickets_open",
    "tickets_at_risk",   "clocks_breached_open", "records_unreadable",
};

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

std::optional<Measure> ParseMeasure(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Measure>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(Measure measure) { return kNames.at(static_cast<std::size_t>(measure)); }

std::string FieldOf(const Cell& cell) {
  std::string field(NameOf(cell.measure));
  for (const std::string* part : {&cell.branch_id, &cell.category, &cell.region_id}) {
    field += '|';
    AppendEscaped(field, *part);
  }
  return field;
}

std::optional<Cell> ParseField(std::string_view field) {
  auto parts = PartsOf(field);
  if (!parts) return std::nullopt;
  const auto measure = ParseMeasure((*parts)[0]);
  if (!measure) return std::nullopt;
  return Cell{*measure, std::move((*parts)[1]), std::move((*parts)[2]), std::move((*parts)[3])};
}

}  // namespace recourse::kpi
