#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::ctl::model {

inline constexpr std::size_t kTableBytesMax = std::size_t{1} << 30U;
inline constexpr std::size_t kColumnsMax = 256;

// A file of labelled texts: the first line names the columns.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as wide as `columns`
};

// How cells are told apart: by tabulators and lines alone, as RFC 4180 has it, with quotes, or by a
// JSON object a line, whose names are the columns (those of the first line in all lines, texts).
enum class Cells { kTabs, kCommas, kObjects };

// By the end of a file's name: .csv, .jsonl, else tabulators.
Cells CellsOf(std::string_view file);

// INVALID_ARGUMENT names the line: a row of another width, a quote that is not closed, bytes that
// are not UTF-8. A byte order mark and carriage returns at line ends are passed over, and so is an
// empty line.
StatusOr<Table> ReadTable(std::string_view text, Cells cells);

// The place of a column; INVALID_ARGUMENT lists what there is.
StatusOr<std::size_t> FindColumn(const Table& table, std::string_view name);

}  // namespace recourse::ctl::model
