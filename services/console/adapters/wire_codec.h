#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"

namespace google::protobuf {
class Timestamp;
}

namespace recourse::console {

// Whole numbers are written as such, for Boost writes any double with an exponent: 1E0.
boost::json::value NumberJson(double number);

// "TICKET_STATE_OPEN" with the prefix "TICKET_STATE_" is "open".
std::string WordOf(std::string_view enum_name, std::string_view prefix);

Timestamp FromWire(const google::protobuf::Timestamp& time);
void ToWire(Timestamp time, google::protobuf::Timestamp& out);
std::string TimeText(const google::protobuf::Timestamp& time);

}  // namespace recourse::console
