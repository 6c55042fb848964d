#include "services/recoursectl/feedback_json.h"

#include <google/protobuf/util/time_util.h>

#include <boost/json.hpp>

#include "services/common/process/json.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Status WrongType(const std::string& field) {
  return absl::InvalidArgumentError("field-wrong-type: " + field);
}

Status ReadObject(const json::object& in, Message& out);

Status ReadAttributes(const json::value& in, Message& out, const FieldDescriptor& field) {
  if (!in.is_object()) return WrongType(field.name());
  auto& request = static_cast<ingest::v1::SubmitFeedbackRequest&>(out);
  for (const auto& [name, value] : in.get_object()) {
    if (!value.is_string()) return WrongType("attributes." + std::string(name));
    (*request.mutable_attributes())[std::string(name)] = std::string(value.get_string());
  }
  return absl::OkStatus();
}

Status ReadTime(const json::value& in, Message& out, const FieldDescriptor& field) {
  auto* time = static_cast<google::protobuf::Timestamp*>(
      out.GetReflection()->MutableMessage(&out, &field));
  if (!in.is_string()) return WrongType(field.name());
  if (google::protobuf::util::TimeUtil::FromString(std::string(in.get_string()), time)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("time-malformed: " + field.name() +
                                    " must be like 2026-03-03T02:00:00Z");
}

// The message has texts, times, one customer and a map, and the JSON has the same shape.
Status ReadField(const json::value& in, Message& out, const FieldDescriptor& field) {
  if (in.is_null()) return absl::OkStatus();
  if (field.is_map()) return ReadAttributes(in, out, field);
  if (field.type() == FieldDescriptor::TYPE_STRING) {
    if (!in.is_string()) return WrongType(field.name());
    out.GetReflection()->SetString(&out, &field, std::string(in.get_string()));
    return absl::OkStatus();
  }
  if (field.message_type()->full_name() == "google.protobuf.Timestamp") {
    return ReadTime(in, out, field);
  }
  if (!in.is_object()) return WrongType(field.name());
  return ReadObject(in.get_object(), *out.GetReflection()->MutableMessage(&out, &field));
}

Status ReadObject(const json::object& in, Message& out) {
  for (const auto& [name, value] : in) {
    const auto* field = out.GetDescriptor()->FindFieldByName(std::string(name));
    if (field == nullptr) {
      return absl::InvalidArgumentError("field-unknown: " + std::string(name));
    }
    if (Status s = ReadField(value, out, *field); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<ingest::v1::SubmitFeedbackRequest> FeedbackOf(const std::string& line) {
  const auto parsed = ParseJsonObject(line);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(fault->slug + ": " + fault->detail);
  }
  ingest::v1::SubmitFeedbackRequest request;
  if (Status s = ReadObject(std::get<json::object>(parsed), request); !s.ok()) return s;
  return request;
}

}  // namespace recourse::ctl
