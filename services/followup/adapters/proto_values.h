#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>

#include "recourse/followup/v1/followup_service.pb.h"
#include "recourse/followup/v1/loop_event.pb.h"
#include "services/followup/domain/fact.h"

// Values of the domain as protobuf, and back. Shared by codec and gRPC adapters only. Enumerations
// have the same numbers on both sides.
namespace recourse::followup {

google::protobuf::Timestamp ToProto(Timestamp time);
// To the millisecond below; the epoch where it is absent.
Timestamp TimeOf(const google::protobuf::Timestamp& time);

// An empty id is an empty text, and so is one that is no UUID.
template <typename Tag>
std::string TextOf(const Id<Tag>& id) {
  return id.empty() ? "" : ToString(id);
}
template <typename IdType>
IdType IdOfText(const std::string& text) {
  return IdType(ParseUuid(text).value_or(Uuid{}));
}

v1::Dimensions ToProto(const Dimensions& dimensions);
Dimensions DimensionsOf(const v1::Dimensions& in);
v1::Standing ToProto(const Standing& standing);
v1::Scores ToProto(const Scores& scores);
Scores ScoresOf(const v1::Scores& in);
v1::Questions ToProto(const Questions& questions);
Questions QuestionsOf(const v1::Questions& in);

}  // namespace recourse::followup
