#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "services/recoursectl/calendar/yaml_tree.h"

namespace recourse::ctl::calendar {

// Takes values out of a tree. The first fault ends the reading: from then on each getter gives
// something empty of the right kind and says nothing more, so that a reader asks `ok()` only where
// it would go on for long.
class YamlReading {
 public:
  explicit YamlReading(std::string file) : file_(std::move(file)) {}

  bool ok() const { return fault_.ok(); }
  const Status& fault() const { return fault_; }
  void Fail(int line, const std::string& what);

  // A text that is not empty, of at most kTextBytesMax bytes and without control characters.
  std::string Text(const YamlValue& value);
  const std::vector<YamlValue>& List(const YamlValue& value);
  const std::vector<YamlField>& Map(const YamlValue& value);
  // As Map; fails where a name is none of those.
  const std::vector<YamlField>& Map(const YamlValue& value,
                                    std::initializer_list<std::string_view> names);
  void Unknown(const YamlField& field, std::initializer_list<std::string_view> names);

 private:
  std::string file_;
  Status fault_;
};

// The value of a map under a name; null where it is absent.
const YamlValue* FindField(const std::vector<YamlField>& map, std::string_view name);

}  // namespace recourse::ctl::calendar
