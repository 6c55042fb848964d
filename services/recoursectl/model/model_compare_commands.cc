#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "services/recoursectl/model/compare.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/server_commands.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

constexpr std::size_t kCardBytesMax = 16'777'216;
constexpr const char* kCardEnding = ".card.json";

struct Pair {
  std::string before;
  std::string after;
};

// The card itself, or the one beside a model.
StatusOr<std::string> ReadCard(const std::string& path) {
  return model::ReadWhole(path.ends_with(".json") ? path : path + kCardEnding, kCardBytesMax);
}

std::string Shown(bool has, double value) {
  if (!has) return "-";
  char text[32];
  std::snprintf(text, sizeof(text), "%.4f", value);
  return text;
}

void Print(const Context& context, const model::Compared& row) {
  if (context.json) {
    json::object line{{"on", row.on}, {"head", row.head}, {"figure", row.figure}};
    if (row.has_before) line["before"] = row.before;
    if (row.has_after) line["after"] = row.after;
    std::printf("%s\n", json::serialize(line).c_str());
    return;
  }
  const bool both = row.has_before && row.has_after;
  std::printf("%-22s %-10s %-18s %12s %12s %12s\n", row.on.c_str(), row.head.c_str(),
              row.figure.c_str(), Shown(row.has_before, row.before).c_str(),
              Shown(row.has_after, row.after).c_str(), Shown(both, row.after - row.before).c_str());
}

int Compare(const Context& context, const Pair& pair) {
  const auto before = ReadCard(pair.before), after = ReadCard(pair.after);
  if (!before.ok()) return Fail(before.status());
  if (!after.ok()) return Fail(after.status());
  const auto left = model::VersionOfCard(*before), right = model::VersionOfCard(*after);
  if (!left.ok()) return Fail(left.status());
  if (!right.ok()) return Fail(right.status());
  const auto rows = model::CompareCards(*before, *after);
  if (!rows.ok()) return Fail(rows.status());
  if (!context.json) {
    std::printf("before %s, after %s\n%-22s %-10s %-18s %12s %12s %12s\n", left->c_str(),
                right->c_str(), "measured on", "head", "figure", "before", "after", "difference");
  }
  for (const auto& row : *rows) Print(context, row);
  return kDone;
}

}  // namespace

void AddModelCompare(CLI::App& command, Context& context, int& exit_status) {
  auto pair = std::make_shared<Pair>();
  auto* compare = command.add_subcommand("compare", "the figures of two models side by side");
  compare->add_option("before", pair->before, "a model's file or its card")->required();
  compare->add_option("after", pair->after, "the other's")->required();
  compare->callback([&context, &exit_status, pair] { exit_status = Compare(context, *pair); });
}

}  // namespace recourse::ctl
