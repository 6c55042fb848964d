#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace recourse {

// What a request asks for, and who asks: the same request_id with another digest is refused
// (runtime/handler.h). SHA-256 over the message as it is encoded; kept for as long as requests are
// remembered, which is no longer than one version of the program asks another.
std::string RequestDigest(const google::protobuf::Message& request, const std::string& caller);

}  // namespace recourse
