#include "services/common/postgres/params.h"

#include <utility>

#include "services/common/postgres/wire.h"

namespace recourse {
namespace {

// Object ids of types and of their arrays, fixed in PostgreSQL's catalogue (pg_type.dat).
enum Oid : unsigned {
  kBool = 16, kBytea = 17, kInt8 = 20, kInt4 = 23, kText = 25, kTimestamptz = 1184, kUuid = 2950,
  kByteaArray = 1001, kInt4Array = 1007, kInt8Array = 1016, kTextArray = 1009,
  kTimestamptzArray = 1185, kUuidArray = 2951,
};

using Encoded = std::optional<std::string>;

std::string UuidBytes(const Uuid& uuid) {
  return {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()};
}

template <typename T, typename Encode>
Encoded Maybe(const std::optional<T>& value, Encode encode) {
  return value ? Encoded(encode(*value)) : std::nullopt;
}

}  // namespace

Params& Params::Add(unsigned type, std::optional<std::string> bytes) {
  values_.push_back({type, std::move(bytes)});
  return *this;
}

template <typename T, typename Encode>
Params& Params::Array(unsigned type, unsigned element, const std::vector<T>& values,
                      Encode encode) {
  std::string bytes;
  wire::PutInt4(bytes, values.empty() ? 0 : 1);  // dimensions
  wire::PutInt4(bytes, 1);                       // may hold NULLs
  wire::PutInt4(bytes, static_cast<std::int32_t>(element));
  if (!values.empty()) {
    wire::PutInt4(bytes, static_cast<std::int32_t>(values.size()));
    wire::PutInt4(bytes, 1);  // first index
  }
  for (const auto& value : values) {
    const Encoded encoded = encode(value);
    wire::PutInt4(bytes, encoded ? static_cast<std::int32_t>(encoded->size()) : -1);
    if (encoded) bytes += *encoded;
  }
  return Add(type, std::move(bytes));
}

Params& Params::Text(std::string_view value) { return Add(kText, std::string(value)); }
Params& Params::OptionalText(const std::optional<std::string>& value) {
  return Add(kText, value);
}
Params& Params::Bytes(std::string_view value) { return Add(kBytea, std::string(value)); }
Params& Params::Int(std::int64_t value) { return Add(kInt8, wire::Int8(value)); }
Params& Params::Int4(std::int32_t value) { return Add(kInt4, wire::Int4(value)); }
Params& Params::Bool(bool value) { return Add(kBool, std::string(1, value ? '\1' : '\0')); }
Params& Params::Uuid(const recourse::Uuid& value) { return Add(kUuid, UuidBytes(value)); }
Params& Params::OptionalUuid(const std::optional<recourse::Uuid>& value) {
  return Add(kUuid, Maybe(value, UuidBytes));
}
Params& Params::Time(Timestamp value) { return Add(kTimestamptz, wire::Time(value)); }
Params& Params::OptionalTime(const std::optional<Timestamp>& value) {
  return Add(kTimestamptz, Maybe(value, wire::Time));
}

Params& Params::Texts(const std::vector<std::string>& values) {
  return Array(kTextArray, kText, values, [](const std::string& v) { return Encoded(v); });
}
Params& Params::OptionalTexts(const std::vector<std::optional<std::string>>& values) {
  return Array(kTextArray, kText, values, [](const Encoded& v) { return v; });
}
Params& Params::BytesArray(const std::vector<std::string>& values) {
  return Array(kByteaArray, kBytea, values, [](const std::string& v) { return Encoded(v); });
}
Params& Params::Ints(const std::vector<std::int64_t>& values) {
  return Array(kInt8Array, kInt8, values, [](std::int64_t v) { return Encoded(wire::Int8(v)); });
}
Params& Params::Int4s(const std::vector<std::int32_t>& values) {
  return Array(kInt4Array, kInt4, values, [](std::int32_t v) { return Encoded(wire::Int4(v)); });
}
Params& Params::Uuids(const std::vector<recourse::Uuid>& values) {
  return Array(kUuidArray, kUuid, values,
               [](const recourse::Uuid& v) { return Encoded(UuidBytes(v)); });
}
Params& Params::OptionalUuids(const std::vector<std::optional<recourse::Uuid>>& values) {
  return Array(kUuidArray, kUuid, values, [](const auto& v) { return Maybe(v, UuidBytes); });
}
Params& Params::Times(const std::vector<Timestamp>& values) {
  return Array(kTimestamptzArray, kTimestamptz, values,
               [](Timestamp v) { return Encoded(wire::Time(v)); });
}
Params& Params::OptionalTimes(const std::vector<std::optional<Timestamp>>& values) {
  return Array(kTimestamptzArray, kTimestamptz, values,
               [](const auto& v) { return Maybe(v, wire::Time); });
}

}  // namespace recourse
