#include "services/common/process/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace recourse {
namespace {

namespace json = boost::json;
using json::error_code;

// Hears the parser and builds the value as Boost.JSON's own handler does, and besides remembers the
// names of every object that is open: Boost.JSON would keep the last of two and say nothing.
class Builder {
 public:
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();

  bool on_document_begin(error_code&) {
    stack.reset();
    return true;
  }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    names_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t count, error_code&) {
    names_.pop_back();
    stack.push_object(count);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t count, error_code&) {
    stack.push_array(count);
    return true;
  }
  bool on_key_part(std::string_view part, std::size_t, error_code&) {
    key_ += part;
    stack.push_chars(part);
    return true;
  }
  bool on_key(std::string_view part, std::size_t, error_code& error) {
    key_ += part;
    stack.push_key(part);
    auto& names = names_.back();
    if (!names.insert(std::exchange(key_, {})).second) {
      return Refuse(
          {"json-duplicate-key", "An object has the same name twice. Send each name once."}, error);
    }
    if (names.size() > kMaxJsonKeys) {
      return Refuse({"json-too-many-keys", "An object has more than 4,096 names. Send fewer."},
                    error);
    }
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(std::string_view part, std::size_t, error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, std::string_view, error_code&) {
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, std::string_view, error_code&) {
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double number, std::string_view, error_code& error) {
    if (!std::isfinite(number)) {
      error = json::error::exponent_overflow;
      return false;
    }
    stack.push_double(number);
    return true;
  }
  bool on_bool(bool value, error_code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }

  json::value_stack stack;
  // Set when the refusal is ours and not the grammar's.
  JsonFault fault;

 private:
  bool Refuse(JsonFault reason, error_code& error) {
    fault = std::move(reason);
    error = json::error::syntax;
    return false;
  }

  std::string key_;
  std::vector<std::set<std::string>> names_;
};

JsonFault FaultOf(const Builder& builder, error_code error, std::size_t at) {
  if (!builder.fault.slug.empty()) {
    return builder.fault;
  }
  if (error == json::error::too_deep) {
    return {"json-too-deep", "The JSON nests more than 32 arrays and objects. Send it flatter."};
  }
  return {"json-malformed", "The text is not JSON in UTF-8: at byte " + std::to_string(at) + ", " +
                                error.message() + ". Mend it and send it again."};
}

}  // namespace

std::variant<json::value, JsonFault> ParseJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::basic_parser<Builder> parser(options);
  error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) {
    error = json::error::extra_data;
  }
  if (error) {
    return FaultOf(parser.handler(), error, read);
  }
  return parser.handler().stack.release();
}

std::variant<json::object, JsonFault> ParseJsonObject(std::string_view text) {
  auto parsed = ParseJson(text);
  if (auto* fault = std::get_if<JsonFault>(&parsed)) {
    return std::move(*fault);
  }
  auto& value = std::get<json::value>(parsed);
  if (!value.is_object()) {
    return JsonFault{"json-malformed", "The JSON is not an object. Send {\"name\": value, ...}."};
  }
  return std::move(value.get_object());
}

}  // namespace recourse
