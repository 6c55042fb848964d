#include "services/common/process/document_json.h"

#include <algorithm>

namespace recourse {

namespace json = boost::json;

void DocumentReading::Fail(const std::string& place, const std::string& what) {
  if (fault_.ok()) fault_ = absl::InvalidArgumentError(place + ": " + what);
}

std::string DocumentReading::Text(const json::object& in, const char* name,
                                  const std::string& place, bool needed) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr && !needed) return "";
  if (found != nullptr && found->is_string() && !found->get_string().empty()) {
    return std::string(found->get_string());
  }
  Fail(place + "." + name, "must be a text that is not empty");
  return "";
}

std::int64_t DocumentReading::Number(const json::object& in, const char* name, std::int64_t least,
                                     std::int64_t most) {
  const json::value* found = in.if_contains(name);
  if (found != nullptr && found->is_int64() && found->get_int64() >= least &&
      found->get_int64() <= most) {
    return found->get_int64();
  }
  Fail(name,
       "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::int64_t DocumentReading::NumberOr(const json::object& in, const char* name, std::int64_t least,
                                       std::int64_t most, std::int64_t otherwise) {
  return in.contains(name) ? Number(in, name, least, most) : otherwise;
}

bool DocumentReading::BoolOr(const json::object& in, const char* name, bool otherwise) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr) return otherwise;
  if (!found->is_bool()) Fail(name, "must be true or false");
  return found->is_bool() ? found->get_bool() : otherwise;
}

std::vector<std::string> DocumentReading::Texts(const json::object& in, const char* name,
                                                const std::string& place, std::size_t most) {
  std::vector<std::string> texts;
  if (!in.contains(name)) return texts;
  for (const json::value& value : List(in, name, most)) {
    if (!value.is_string() || value.get_string().empty()) {
      Fail(place + "." + name, "must be a list of texts that are not empty");
      break;
    }
    texts.emplace_back(value.get_string());
  }
  return texts;
}

const json::array& DocumentReading::List(const json::object& in, const char* name,
                                         std::size_t most) {
  static const json::array kNone;
  const json::value* found = in.if_contains(name);
  if (found != nullptr && found->is_array() && found->get_array().size() <= most) {
    return found->get_array();
  }
  Fail(name, "must be a list of at most " + std::to_string(most));
  return kNone;
}

const json::object& DocumentReading::Object(const json::value& in, const std::string& place) {
  static const json::object kNone;
  if (in.is_object()) return in.get_object();
  Fail(place, "must be an object");
  return kNone;
}

const json::object& DocumentReading::ObjectOr(const json::object& in, const char* name,
                                              const std::string& place) {
  static const json::object kNone;
  const json::value* found = in.if_contains(name);
  return found == nullptr ? kNone : Object(*found, place + "." + name);
}

void DocumentReading::OnlyNames(const json::object& in, const std::string& place,
                                std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : in) {
    if (std::find(names.begin(), names.end(), std::string_view(name)) != names.end()) continue;
    std::string known;
    for (const std::string_view each : names)
      known += (known.empty() ? "" : ", ") + std::string(each);
    Fail(place + "." + std::string(name), "is not known here: " + known);
  }
}

std::string PlaceAt(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

}  // namespace recourse
