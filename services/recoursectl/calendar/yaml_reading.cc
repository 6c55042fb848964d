#include "services/recoursectl/calendar/yaml_reading.h"

#include <algorithm>

#include "services/common/text/utf8.h"
#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {
namespace {

constexpr std::size_t kShownBytesMax = 40;

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

void YamlReading::Fail(int line, const std::string& what) {
  if (fault_.ok()) fault_ = RefusedAt(file_, line, what);
}

std::string YamlReading::Text(const YamlValue& value) {
  if (value.kind != YamlValue::Kind::kText || value.text.empty()) {
    Fail(value.line, "must be a text that is not empty");
  } else if (value.text.size() > kTextBytesMax) {
    Fail(value.line, "is longer than 240 bytes");
  } else if (HasControl(value.text)) {
    Fail(value.line, "has a line break or another control character in it");
  } else {
    return value.text;
  }
  return "";
}

const std::vector<YamlValue>& YamlReading::List(const YamlValue& value) {
  if (value.kind != YamlValue::Kind::kList) Fail(value.line, "must be a list: [one, two]");
  return value.items;
}

const std::vector<YamlField>& YamlReading::Map(const YamlValue& value) {
  if (value.kind != YamlValue::Kind::kMap) Fail(value.line, "must be a map: {name: value}");
  return value.fields;
}

const std::vector<YamlField>& YamlReading::Map(const YamlValue& value,
                                               std::initializer_list<std::string_view> names) {
  for (const YamlField& field : Map(value)) {
    if (std::find(names.begin(), names.end(), field.name) == names.end()) Unknown(field, names);
  }
  return value.fields;
}

void YamlReading::Unknown(const YamlField& field, std::initializer_list<std::string_view> names) {
  std::string all;
  for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  Fail(field.line, "the key '" + std::string(ClipUtf8(field.name, kShownBytesMax)) +
                       "' is not known here: there are " + all);
}

const YamlValue* FindField(const std::vector<YamlField>& map, std::string_view name) {
  for (const YamlField& field : map) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

}  // namespace recourse::ctl::calendar
