#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

namespace google::protobuf {
class EnumDescriptor;
class EnumValueDescriptor;
class Message;
class Timestamp;
}  // namespace google::protobuf

namespace recourse::console {

// Whole numbers are written as such, for Boost writes any double with an exponent: 1E0.
boost::json::value NumberJson(double number);

// "TICKET_STATE_OPEN" with the prefix "TICKET_STATE_" is "open".
std::string WordOf(std::string_view enum_name, std::string_view prefix);

// The value that has this word; nullptr where there is none, or it is the one of nothing said.
const google::protobuf::EnumValueDescriptor* EnumOfWord(
    const google::protobuf::EnumDescriptor& type, std::string_view word);
// Those words, for a sentence: "low, normal, high".
std::string WordsOf(const google::protobuf::EnumDescriptor& type);

// Every field under its own name: enums as their words in lower case, times as texts, numbers of 64
// bits as numbers. A message that is not set (a time too) is left out. No maps, no bytes.
boost::json::object MessageJson(const google::protobuf::Message& message);

Timestamp FromWire(const google::protobuf::Timestamp& time);
void ToWire(Timestamp time, google::protobuf::Timestamp& out);
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace recourse::console
