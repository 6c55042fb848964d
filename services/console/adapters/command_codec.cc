#include "services/console/adapters/command_codec.h"

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr const char* kTicketId = "ticket_id";

void ReadText(JsonFields& fields, const FieldDescriptor& field, Message& out) {
  std::string text;
  fields.Text(field.name(), text);
  out.GetReflection()->SetString(&out, &field, std::move(text));
}

void ReadInt(JsonFields& fields, const FieldDescriptor& field, Message& out) {
  std::int64_t number = 0;
  fields.Int(field.name(), number);
  out.GetReflection()->SetInt64(&out, &field, number);
}

void ReadBool(JsonFields& fields, const FieldDescriptor& field, Message& out) {
  bool flag = false;
  fields.Bool(field.name(), flag);
  out.GetReflection()->SetBool(&out, &field, flag);
}

// The only message inside a command is a time.
void ReadTime(JsonFields& fields, const FieldDescriptor& field, Message& out) {
  std::optional<Timestamp> time;
  fields.Time(field.name(), time);
  if (!time) return;
  google::protobuf::Timestamp wire;
  ToWire(*time, wire);
  out.GetReflection()->MutableMessage(&out, &field)->CopyFrom(wire);
}

void ReadField(JsonFields& fields, const FieldDescriptor& field, Message& out) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ReadText(fields, field, out);
    case FieldDescriptor::CPPTYPE_INT64:
      return ReadInt(fields, field, out);
    case FieldDescriptor::CPPTYPE_BOOL:
      return ReadBool(fields, field, out);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadTime(fields, field, out);
    default:
      return;  // no command has another kind: a body that names it is refused as unknown
  }
}

}  // namespace

std::optional<FieldFault> ReadCommand(const boost::json::object& from, const std::string& ticket_id,
                                      Message& out) {
  std::optional<FieldFault> fault;
  JsonFields fields(from, "", fault);
  const auto& type = *out.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.name() == kTicketId) {
      out.GetReflection()->SetString(&out, &field, ticket_id);
    } else {
      ReadField(fields, field, out);
    }
  }
  fields.NothingElse();
  return fault;
}

}  // namespace recourse::console
