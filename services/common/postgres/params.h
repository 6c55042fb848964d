#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse {

// The values of one statement, in PostgreSQL's binary form, in the order of $1, $2, ... Text must
// be valid UTF-8 without U+0000: the server refuses it otherwise, nothing is cut.
class Params {
 public:
  struct Value {
    unsigned type = 0;
    std::optional<std::string> bytes;  // none is NULL
  };

  Params& Text(std::string_view value);
  Params& OptionalText(const std::optional<std::string>& value);
  Params& Bytes(std::string_view value);
  Params& Int(std::int64_t value);
  Params& Int4(std::int32_t value);
  Params& Bool(bool value);
  Params& Uuid(const recourse::Uuid& value);
  Params& OptionalUuid(const std::optional<recourse::Uuid>& value);
  Params& Time(Timestamp value);
  Params& OptionalTime(const std::optional<Timestamp>& value);

  Params& Texts(const std::vector<std::string>& values);
  Params& OptionalTexts(const std::vector<std::optional<std::string>>& values);
  Params& BytesArray(const std::vector<std::string>& values);
  Params& Ints(const std::vector<std::int64_t>& values);
  Params& Int4s(const std::vector<std::int32_t>& values);
  Params& Uuids(const std::vector<recourse::Uuid>& values);
  Params& OptionalUuids(const std::vector<std::optional<recourse::Uuid>>& values);
  Params& Times(const std::vector<Timestamp>& values);
  Params& OptionalTimes(const std::vector<std::optional<Timestamp>>& values);

  const std::vector<Value>& values() const { return values_; }

 private:
  Params& Add(unsigned type, std::optional<std::string> bytes);
  template <typename T, typename Encode>
  Params& Array(unsigned type, unsigned element, const std::vector<T>& values, Encode encode);

  std::vector<Value> values_;
};

}  // namespace recourse
