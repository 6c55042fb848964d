#include "services/console/adapters/wire_codec.h"

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include <boost/json/array.hpp>
#include <cmath>

#include "services/console/domain/time_text.h"

namespace recourse::console {
namespace {

constexpr std::int32_t kNanosPerMilli = 1'000'000;
constexpr std::int64_t kMillisPerSecond = 1'000;

constexpr double kExact = 9e15;  // below it a double holds every whole number

using boost::json::object;
using boost::json::value;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// ClockKind's names begin with CLOCK_KIND_.
std::string EnumPrefix(std::string_view type) {
  std::string prefix;
  for (const char letter : type) {
    const bool upper = letter >= 'A' && letter <= 'Z';
    if (upper && !prefix.empty()) prefix += '_';
    prefix += upper ? letter : static_cast<char>(letter - 'a' + 'A');
  }
  return prefix + '_';
}

value EnumJson(const google::protobuf::EnumValueDescriptor& word) {
  return value(WordOf(word.name(), EnumPrefix(word.type()->name())));
}

value ValueJson(const Message& message) {
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
    return value(TimeText(*time));
  }
  return MessageJson(message);
}

value SingleJson(const Message& from, const FieldDescriptor& field) {
  const auto& reflection = *from.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return value(reflection.GetString(from, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(from, &field);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(from, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(from, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberJson(reflection.GetDouble(from, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumJson(*reflection.GetEnum(from, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueJson(reflection.GetMessage(from, &field));
    default:
      return nullptr;  // no contract of ours has another kind
  }
}

value ListJson(const Message& from, const FieldDescriptor& field) {
  boost::json::array list;
  const auto& reflection = *from.GetReflection();
  for (int i = 0; i < reflection.FieldSize(from, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      list.push_back(ValueJson(reflection.GetRepeatedMessage(from, &field, i)));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      list.push_back(value(reflection.GetRepeatedString(from, &field, i)));
    }
  }
  return list;
}

}  // namespace

boost::json::value NumberJson(double number) {
  if (std::floor(number) == number && std::abs(number) < kExact) {
    return static_cast<std::int64_t>(number);
  }
  return number;
}

std::string WordOf(std::string_view enum_name, std::string_view prefix) {
  std::string word(enum_name.substr(enum_name.starts_with(prefix) ? prefix.size() : 0));
  for (char& letter : word) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return word;
}

const google::protobuf::EnumValueDescriptor* EnumOfWord(
    const google::protobuf::EnumDescriptor& type, std::string_view word) {
  const std::string prefix = EnumPrefix(type.name());
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.number() != 0 && WordOf(value.name(), prefix) == word) return &value;
  }
  return nullptr;
}

std::string WordsOf(const google::protobuf::EnumDescriptor& type) {
  const std::string prefix = EnumPrefix(type.name());
  std::string words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    words += (words.empty() ? "" : ", ") + WordOf(type.value(i)->name(), prefix);
  }
  return words;
}

object MessageJson(const Message& message) {
  object out;
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) {
      out[field.name()] = ListJson(message, field);
    } else if (!field.has_presence() || message.GetReflection()->HasField(message, &field)) {
      out[field.name()] = SingleJson(message, field);
    }
  }
  return out;
}

Timestamp FromWire(const google::protobuf::Timestamp& time) {
  return Timestamp(std::chrono::seconds(time.seconds())) +
         std::chrono::milliseconds(time.nanos() / kNanosPerMilli);
}

void ToWire(Timestamp time, google::protobuf::Timestamp& out) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  out.set_seconds(seconds.time_since_epoch().count());
  out.set_nanos(static_cast<std::int32_t>((time - seconds).count() % kMillisPerSecond) *
                kNanosPerMilli);
}

std::string TimeText(const google::protobuf::Timestamp& time) { return FormatTime(FromWire(time)); }

}  // namespace recourse::console
