#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/common/core/status.h"

namespace recourse::ctl::calendar {

struct YamlField;

// A value of a YAML document with the line where it begins. Every scalar is text as it was written:
// nothing becomes a number, a date or a truth by itself.
struct YamlValue {
  enum class Kind { kNothing, kText, kList, kMap };
  Kind kind = Kind::kNothing;
  int line = 0;
  std::string text;
  std::vector<YamlValue> items;
  std::vector<YamlField> fields;

  YamlValue();
  YamlValue(Kind of_kind, int at_line, std::string of_text = {});
};

struct YamlField {
  std::string name;
  int line = 0;
  YamlValue value{};
};

// Here, for a map holds fields that hold values.
inline YamlValue::YamlValue() = default;
inline YamlValue::YamlValue(Kind of_kind, int at_line, std::string of_text)
    : kind(of_kind), line(at_line), text(std::move(of_text)) {}

inline constexpr std::size_t kYamlDepthMax = 16;
inline constexpr std::size_t kYamlValuesMax = 100'000;

// The one document of `text`. Refused with its line: what is not YAML or not UTF-8, anchors,
// aliases and tags, a key that is no text or stands twice in its map, a second document, more than
// the limits. The length is the caller's to limit.
StatusOr<YamlValue> ReadYaml(const std::string& file, const std::string& text);

}  // namespace recourse::ctl::calendar
