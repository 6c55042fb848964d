#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace recourse {

// "/recourse.routing.v1.TicketService/TakeTicket" for TakeTicketRequest: in our contracts each
// method has a request of its own (buf lint holds that), so a handler cannot give a wrong name. A
// message that is the request of no method, or of two, is a broken assumption.
std::string MethodNameOf(const google::protobuf::Descriptor& request);

template <typename Request>
const std::string& MethodOf() {
  static const std::string name = MethodNameOf(*Request::descriptor());
  return name;
}

}  // namespace recourse
