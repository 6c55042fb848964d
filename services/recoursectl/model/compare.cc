#include "services/recoursectl/model/compare.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "services/common/process/json.h"

namespace recourse::ctl::model {
namespace {

namespace json = boost::json;

constexpr const char* kFigures[] = {
    "texts",    "accuracy",  "macro_f1",         "calibration_error",
    "log_loss", "abstained", "accuracy_answered"};

Status NoCard(const std::string& what) {
  return absl::InvalidArgumentError("not a card of a model: " + what);
}

StatusOr<json::object> Parse(std::string_view card) {
  auto parsed = ParseJsonObject(card);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) return NoCard(fault->detail);
  return std::get<json::object>(std::move(parsed));
}

// The row of a figure, made where there is none yet.
Compared& RowOf(std::vector<Compared>& rows, const Compared& key) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Compared& row) {
    return row.on == key.on && row.head == key.head && row.figure == key.figure;
  });
  return found != rows.end() ? *found : rows.emplace_back(key);
}

// Hands each figure of the card to take(on, head, figure, value).
template <typename Take>
Status EachFigure(const json::object& card, Take take) {
  const auto* measured = card.if_contains("measured");
  if (measured == nullptr || !measured->is_array()) return NoCard("it has no list 'measured'");
  for (const auto& one : measured->get_array()) {
    const auto* object = one.if_object();
    const auto* on = object == nullptr ? nullptr : object->if_contains("on");
    const auto* heads = object == nullptr ? nullptr : object->if_contains("heads");
    if (on == nullptr || !on->is_string() || heads == nullptr || !heads->is_object()) {
      return NoCard("a measurement has no 'on' or no 'heads'");
    }
    for (const auto& head : heads->get_object()) {
      for (const char* figure : kFigures) {
        const auto* figures = head.value().if_object();
        const auto* value = figures == nullptr ? nullptr : figures->if_contains(figure);
        if (value == nullptr || !value->is_number()) continue;
        take(std::string(on->get_string()), std::string(head.key()), std::string(figure),
             value->to_number<double>());
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<std::vector<Compared>> CompareCards(std::string_view before, std::string_view after) {
  const auto left = Parse(before), right = Parse(after);
  if (!left.ok()) return left.status();
  if (!right.ok()) return right.status();
  std::vector<Compared> rows;
  Status read = EachFigure(*left, [&](auto on, auto head, auto figure, double value) {
    rows.push_back({on, head, figure, true, false, value, 0});
  });
  if (!read.ok()) return read;
  read = EachFigure(*right, [&](auto on, auto head, auto figure, double value) {
    Compared& row = RowOf(rows, {on, head, figure, false, false, 0, 0});
    row.has_after = true;
    row.after = value;
  });
  if (!read.ok()) return read;
  return rows;
}

StatusOr<std::string> VersionOfCard(std::string_view card) {
  const auto parsed = Parse(card);
  if (!parsed.ok()) return parsed.status();
  const auto* version = parsed->if_contains("model_version");
  if (version == nullptr || !version->is_string()) return NoCard("it has no 'model_version'");
  return std::string(version->get_string());
}

}  // namespace recourse::ctl::model
