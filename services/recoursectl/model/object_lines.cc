#include "services/recoursectl/model/object_lines.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "services/common/process/json.h"

namespace recourse::ctl::model {
namespace {

Status RefusedLine(std::size_t line, const std::string& what) {
  return absl::InvalidArgumentError("line " + std::to_string(line) + ": " + what);
}

// The first object's names, in its order.
Status TakeColumns(const boost::json::object& object, std::size_t line, Table& table) {
  for (const auto& field : object) table.columns.emplace_back(field.key());
  if (table.columns.size() <= kColumnsMax) return absl::OkStatus();
  return RefusedLine(line, "more than 256 names");
}

Status TakeRow(const boost::json::object& object, std::size_t line, Table& table) {
  auto& row = table.rows.emplace_back();
  for (const std::string& column : table.columns) {
    const auto* value = object.if_contains(column);
    if (value == nullptr || !value->is_string()) {
      return RefusedLine(line, "'" + column + "' must be there and a text, as in the first line");
    }
    row.emplace_back(value->get_string());
  }
  if (object.size() == table.columns.size()) return absl::OkStatus();
  return RefusedLine(line, "has names that the first line does not have");
}

}  // namespace

StatusOr<Table> ReadObjects(std::string_view text) {
  Table table;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view object_text = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(object_text.size() + 1, text.size()));
    if (object_text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto parsed = ParseJsonObject(object_text);
    if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
      return RefusedLine(line, "not a JSON object: " + fault->detail);
    }
    const auto& object = std::get<boost::json::object>(parsed);
    if (table.columns.empty()) {
      if (Status status = TakeColumns(object, line, table); !status.ok()) return status;
    }
    if (Status status = TakeRow(object, line, table); !status.ok()) return status;
  }
  return table;
}

}  // namespace recourse::ctl::model
