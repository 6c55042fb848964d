#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>

#include "services/console/adapters/json_fields.h"

namespace google::protobuf {
class Message;
}

namespace recourse::console {

// Names of fields that the path says, or that this door does not offer: never taken from the body.
using PathFields = std::set<std::string>;

// A command from its JSON, but for what the path says, which is the caller's to set. What must be
// said is the service's to judge, so that all doors give one refusal.
std::optional<FieldFault> ReadCommand(const boost::json::object& from, const PathFields& of_path,
                                      google::protobuf::Message& out);

// A command on a ticket from its JSON: the fields of the contract under their own names, read
// strictly. `ticket_id` comes from the path and is not taken from the body. What must be said is
// routing's to judge, so that all doors give one refusal.
std::optional<FieldFault> ReadCommand(const boost::json::object& from, const std::string& ticket_id,
                                      google::protobuf::Message& out);

}  // namespace recourse::console
