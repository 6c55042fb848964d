#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "services/console/adapters/json_fields.h"

namespace google::protobuf {
class Message;
}

namespace recourse::console {

// A command on a ticket from its JSON: the fields of the contract under their own names, read
// strictly. `ticket_id` comes from the path and is not taken from the body. What must be said is
// routing's to judge, so that all doors give one refusal.
std::optional<FieldFault> ReadCommand(const boost::json::object& from, const std::string& ticket_id,
                                      google::protobuf::Message& out);

}  // namespace recourse::console
