#include "services/console/adapters/command_codec.h"

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>

#include <limits>

#include "services/console/adapters/wire_codec.h"

namespace recourse::console {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr const char* kTicketId = "ticket_id";
constexpr const char* kTimeType = "google.protobuf.Timestamp";
constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();

// Reads one message's fields; what the body does not name stays unset, so that an optional field
// that was left out is not one that was said.
class CommandReader {
 public:
  CommandReader(const boost::json::object& from, const std::string& prefix,
                std::optional<FieldFault>& fault)
      : from_(from), prefix_(prefix), fault_(fault), fields_(from, prefix, fault) {}

  void Read(const PathFields& of_path, Message& out) {
    const auto& type = *out.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (!of_path.contains(field.name())) ReadField(field, out);
    }
    fields_.NothingElse();
  }

 private:
  void ReadField(const FieldDescriptor& field, Message& out) {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return ReadText(field, out);
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_INT32:
        return ReadInt(field, out);
      case FieldDescriptor::CPPTYPE_BOOL:
        return ReadBool(field, out);
      case FieldDescriptor::CPPTYPE_ENUM:
        return ReadWord(field, out);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return ReadMessage(field, out);
      default:
        return;  // no command has another kind: a body that names it is refused as unknown
    }
  }

  bool IsSaid(const FieldDescriptor& field) const { return from_.contains(field.name()); }

  void ReadText(const FieldDescriptor& field, Message& out) {
    std::string text;
    fields_.Text(field.name(), text);
    if (IsSaid(field)) out.GetReflection()->SetString(&out, &field, std::move(text));
  }

  void ReadInt(const FieldDescriptor& field, Message& out) {
    std::int64_t number = 0;
    fields_.Int(field.name(), number);
    if (!IsSaid(field) || fault_) return;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      return out.GetReflection()->SetInt64(&out, &field, number);
    }
    if (number < kInt32Min || number > kInt32Max) {
      fault_ = {"field-wrong-type", prefix_ + field.name(),
                "The field " + prefix_ + field.name() + " is a number far outside of its range."};
      return;
    }
    out.GetReflection()->SetInt32(&out, &field, static_cast<std::int32_t>(number));
  }

  void ReadBool(const FieldDescriptor& field, Message& out) {
    bool flag = false;
    fields_.Bool(field.name(), flag);
    if (IsSaid(field)) out.GetReflection()->SetBool(&out, &field, flag);
  }

  // A value of an enum by its word, as answers say it; that of nothing said is no word.
  void ReadWord(const FieldDescriptor& field, Message& out) {
    std::string word;
    fields_.Text(field.name(), word);
    if (!IsSaid(field) || fault_) return;
    const auto* value = EnumOfWord(*field.enum_type(), word);
    if (value != nullptr) return out.GetReflection()->SetEnum(&out, &field, value);
    fault_ = {"field-wrong-type", prefix_ + field.name(),
              "The field " + prefix_ + field.name() +
                  " must be one of: " + WordsOf(*field.enum_type()) + "."};
  }

  // A time as a text, any other message as an object.
  void ReadMessage(const FieldDescriptor& field, Message& out) {
    if (field.message_type()->full_name() == kTimeType) return ReadTime(field, out);
    fields_.Object(field.name(), [&](const boost::json::object& inner) {
      CommandReader reader(inner, prefix_ + field.name() + ".", fault_);
      reader.Read({}, *out.GetReflection()->MutableMessage(&out, &field));
    });
  }

  void ReadTime(const FieldDescriptor& field, Message& out) {
    std::optional<Timestamp> time;
    fields_.Time(field.name(), time);
    if (!time) return;
    google::protobuf::Timestamp wire;
    ToWire(*time, wire);
    out.GetReflection()->MutableMessage(&out, &field)->CopyFrom(wire);
  }

  const boost::json::object& from_;
  const std::string prefix_;
  std::optional<FieldFault>& fault_;
  JsonFields fields_;
};

}  // namespace

std::optional<FieldFault> ReadCommand(const boost::json::object& from, const PathFields& of_path,
                                      Message& out) {
  std::optional<FieldFault> fault;
  CommandReader(from, "", fault).Read(of_path, out);
  return fault;
}

std::optional<FieldFault> ReadCommand(const boost::json::object& from, const std::string& ticket_id,
                                      Message& out) {
  const FieldDescriptor* field = out.GetDescriptor()->FindFieldByName(kTicketId);
  if (field != nullptr) out.GetReflection()->SetString(&out, field, ticket_id);
  return ReadCommand(from, PathFields{kTicketId}, out);
}

}  // namespace recourse::console
