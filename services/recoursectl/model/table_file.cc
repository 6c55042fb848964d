#include "services/recoursectl/model/table_file.h"

#include <algorithm>
#include <utility>

#include "services/common/text/utf8.h"
#include "services/recoursectl/model/object_lines.h"

namespace recourse::ctl::model {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Status RefusedLine(std::size_t line, const std::string& what) {
  return absl::InvalidArgumentError("line " + std::to_string(line) + ": " + what);
}

// Takes one record after the other from a text.
class Records {
 public:
  Records(std::string_view text, Cells cells) : rest_(text), cells_(cells) {}

  bool done() const { return rest_.empty(); }
  std::size_t line() const { return line_; }

  StatusOr<std::vector<std::string>> Next() {
    return cells_ == Cells::kTabs ? NextTabs() : NextCommas();
  }

 private:
  std::vector<std::string> NextTabs() {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::vector<std::string> cells;
    for (std::size_t tab = 0; tab != std::string_view::npos;) {
      tab = line.find('\t');
      cells.emplace_back(line.substr(0, tab));
      if (tab != std::string_view::npos) line.remove_prefix(tab + 1);
    }
    return cells;
  }

  StatusOr<std::vector<std::string>> NextCommas() {
    ++line_;
    const std::size_t first = line_;
    std::vector<std::string> cells(1);
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\n') line_ += quoted ? 1 : 0;
      if (quoted && c == '"' && rest_.starts_with('"')) {
        cells.back() += c;
        rest_.remove_prefix(1);
      } else if (c == '"' && (quoted || cells.back().empty())) {
        quoted = !quoted;
      } else if (quoted) {
        cells.back() += c;
      } else if (c == '\n') {
        return cells;
      } else if (c == ',') {
        cells.emplace_back();
      } else if (c != '\r' || !rest_.starts_with('\n')) {
        cells.back() += c;
      }
    }
    if (quoted) return RefusedLine(first, "a quote is not closed");
    return cells;
  }

  std::string_view rest_;
  Cells cells_;
  std::size_t line_ = 0;
};

}  // namespace

StatusOr<Table> ReadTable(std::string_view text, Cells cells) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto bad = FirstBadUtf8(text)) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
    return RefusedLine(static_cast<std::size_t>(line) + 1, "not UTF-8");
  }
  if (cells == Cells::kObjects) return ReadObjects(text);
  Table table;
  for (Records records(text, cells); !records.done();) {
    const std::size_t line = records.line() + 1;
    auto cells_of_line = records.Next();
    if (!cells_of_line.ok()) return cells_of_line.status();
    if (cells_of_line->size() == 1 && cells_of_line->front().empty()) continue;
    if (table.columns.empty()) {
      table.columns = *std::move(cells_of_line);
      if (table.columns.size() > kColumnsMax) return RefusedLine(line, "more than 256 columns");
    } else if (cells_of_line->size() == table.columns.size()) {
      table.rows.push_back(*std::move(cells_of_line));
    } else {
      return RefusedLine(line, std::to_string(cells_of_line->size()) +
                                   " cells, the first line has " +
                                   std::to_string(table.columns.size()));
    }
  }
  return table;
}

Cells CellsOf(std::string_view file) {
  if (file.ends_with(".csv")) return Cells::kCommas;
  return file.ends_with(".jsonl") ? Cells::kObjects : Cells::kTabs;
}

StatusOr<std::size_t> FindColumn(const Table& table, std::string_view name) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), name);
  if (found != table.columns.end()) {
    return static_cast<std::size_t>(found - table.columns.begin());
  }
  std::string all;
  for (const std::string& column : table.columns) all += (all.empty() ? "" : ", ") + column;
  return absl::InvalidArgumentError("there is no column '" + std::string(name) + "': there are " +
                                    all);
}

}  // namespace recourse::ctl::model
