#include "services/recoursectl/calendar/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "services/common/text/utf8.h"
#include "services/recoursectl/calendar/calendar_file.h"

namespace recourse::ctl::calendar {
namespace {

using Kind = YamlValue::Kind;

// Ends the parser from inside its own calls; caught in ReadYaml.
struct Stop {
  int line;
  const char* what;
};

int LineOf(const YAML::Mark& mark) { return mark.line + 1; }

// Hears the parser and builds the tree. Built here rather than by YAML::Load, so that a document
// is refused at its first fault and before it has grown.
class Builder : public YAML::EventHandler {
 public:
  YamlValue Done() && { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Plain(mark, "?", anchor);
    Put({Kind::kNothing, LineOf(mark)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Stop{LineOf(mark), "an alias (*) is not taken: write the value out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Plain(mark, tag, anchor);
    Put({Kind::kText, LineOf(mark), value});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Plain(mark, tag, anchor);
    Open({Kind::kList, LineOf(mark)});
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Plain(mark, tag, anchor);
    Open({Kind::kMap, LineOf(mark)});
  }
  void OnMapEnd() override { Close(); }

 private:
  // A list or a map that is not complete yet.
  struct Opened {
    YamlValue value;
    bool has_key = false;
    std::set<std::string> names{};
  };

  void Plain(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      throw Stop{LineOf(mark), "an anchor (&) is not taken: write the value out"};
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Stop{LineOf(mark), "a tag (!) is not taken: every value is text"};
    }
    if (++count_ > kYamlValuesMax) {
      throw Stop{LineOf(mark), "more than 100,000 values: split the file"};
    }
  }
  void Open(YamlValue value) {
    if (opened_.size() >= kYamlDepthMax) {
      throw Stop{value.line, "more than 16 lists and maps inside each other"};
    }
    RefuseAsKey(value.line);
    opened_.push_back({std::move(value)});
  }
  void Close() {
    YamlValue value = std::move(opened_.back().value);
    opened_.pop_back();
    Put(std::move(value));
  }
  void RefuseAsKey(int line) const {
    if (!opened_.empty() && opened_.back().value.kind == Kind::kMap && !opened_.back().has_key) {
      throw Stop{line, "a key must be text"};
    }
  }
  void Put(YamlValue value) {
    if (opened_.empty()) {
      root_ = std::move(value);
    } else if (Opened& in = opened_.back(); in.value.kind == Kind::kList) {
      in.value.items.push_back(std::move(value));
    } else if (in.has_key) {
      // Of a value that is absent the parser only knows where the next thing stands.
      if (value.kind == Kind::kNothing) value.line = in.value.fields.back().line;
      in.value.fields.back().value = std::move(value);
      in.has_key = false;
    } else {
      PutKey(in, std::move(value));
    }
  }
  void PutKey(Opened& in, YamlValue value) {
    if (value.kind != Kind::kText) RefuseAsKey(value.line);
    if (!in.names.insert(value.text).second) throw Stop{value.line, "this key stands twice"};
    in.value.fields.push_back({std::move(value.text), value.line, {}});
    in.has_key = true;
  }

  YamlValue root_;
  std::vector<Opened> opened_;
  std::size_t count_ = 0;
};

// The first line that YAML would decode otherwise, or not at all; 0 where there is none.
int LineOfBadByte(const std::string& text) {
  const auto bad = FirstBadUtf8(text);
  const auto place = std::min(bad.value_or(text.size()), text.find('\0'));
  if (place >= text.size()) return 0;
  return 1 +
         static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(place), '\n'));
}

}  // namespace

StatusOr<YamlValue> ReadYaml(const std::string& file, const std::string& text) {
  if (const int line = LineOfBadByte(text); line != 0) {
    return RefusedAt(file, line, "not UTF-8, or a NUL: save the file as UTF-8");
  }
  Builder builder;
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return RefusedAt(file, 0, "is empty");
    Builder second;
    if (parser.HandleNextDocument(second)) {
      return RefusedAt(file, 0, "holds more than one YAML document: keep the first");
    }
  } catch (const Stop& stop) {
    return RefusedAt(file, stop.line, stop.what);
  } catch (const YAML::Exception& fault) {
    return RefusedAt(file, LineOf(fault.mark), "not YAML: " + fault.msg);
  }
  return std::move(builder).Done();
}

}  // namespace recourse::ctl::calendar
