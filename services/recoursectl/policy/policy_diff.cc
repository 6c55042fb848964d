#include "services/recoursectl/policy/policy_diff.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <set>

namespace recourse::ctl {
namespace {

namespace json = boost::json;

class Comparing {
 public:
  void Compare(const std::string& place, const json::value* before, const json::value* after) {
    if (before != nullptr && after != nullptr && *before == *after) return;
    if (before != nullptr && after != nullptr && before->is_object() && after->is_object()) {
      return Objects(place, before->get_object(), after->get_object());
    }
    if (before != nullptr && after != nullptr && before->is_array() && after->is_array()) {
      return Lists(place, before->get_array(), after->get_array());
    }
    found_.push_back({place, Text(before), Text(after)});
  }
  std::vector<Difference> Take() { return std::move(found_); }

 private:
  static std::string Text(const json::value* value) {
    return value == nullptr ? "" : json::serialize(*value);
  }

  void Objects(const std::string& place, const json::object& before, const json::object& after) {
    const std::string prefix = place.empty() ? "" : place + ".";
    for (const auto& [name, value] : before) {
      Compare(prefix + std::string(name), &value, after.if_contains(name));
    }
    for (const auto& [name, value] : after) {
      if (!before.contains(name)) Compare(prefix + std::string(name), nullptr, &value);
    }
  }

  // The name by which all elements are told apart: their own id, not that of what they belong to.
  static std::optional<std::string> NameOfIds(const json::array& list) {
    for (const char* name : {"id", "branch_id", "region_id", "agent_id"}) {
      std::set<std::string> ids;
      for (const json::value& one : list) {
        const auto* id = one.is_object() ? one.get_object().if_contains(name) : nullptr;
        if (id != nullptr && id->is_string()) ids.insert(std::string(id->get_string()));
      }
      if (!list.empty() && ids.size() == list.size()) return name;
    }
    return std::nullopt;
  }

  static json::object ById(const json::array& list, const std::string& name) {
    json::object all;
    for (const json::value& one : list) all[one.get_object().at(name).get_string()] = one;
    return all;
  }

  void Lists(const std::string& place, const json::array& before, const json::array& after) {
    const auto name = NameOfIds(before);
    if (name && name == NameOfIds(after)) {
      const json::object left = ById(before, *name), right = ById(after, *name);
      for (const auto& [id, value] : left) {
        Compare(place + "[" + std::string(id) + "]", &value, right.if_contains(id));
      }
      for (const auto& [id, value] : right) {
        if (!left.contains(id)) Compare(place + "[" + std::string(id) + "]", nullptr, &value);
      }
      return;
    }
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      Compare(place + "[" + std::to_string(i) + "]", i < before.size() ? &before[i] : nullptr,
              i < after.size() ? &after[i] : nullptr);
    }
  }

  std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> DifferencesOf(const json::value& before, const json::value& after) {
  Comparing comparing;
  comparing.Compare("", &before, &after);
  return comparing.Take();
}

}  // namespace recourse::ctl
