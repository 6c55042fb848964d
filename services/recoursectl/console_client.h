#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "services/recoursectl/context.h"

namespace recourse::ctl {

// One question to the console's door with the key of the command, JSON both ways; an empty `body`
// is none. What the door refuses is a Status with its slug and sentence.
StatusOr<boost::json::object> AskConsole(const Context& context, const std::string& method,
                                         const std::string& path, const std::string& body = "");

// A text as one part of a path.
std::string PathPart(const std::string& text);

}  // namespace recourse::ctl
