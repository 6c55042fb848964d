#include <cstdlib>
#include <cstring>

#include "services/common/core/check.h"
#include "services/common/postgres/connection.h"
#include "services/common/postgres/wire.h"

namespace recourse {

std::string_view Result::Raw(int row, int column) const {
  RECOURSE_CHECK(row < rows() && column < PQnfields(result_.get()));
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::affected() const {
  return std::strtoll(PQcmdTuples(result_.get()), nullptr, 10);
}

std::int64_t Result::Int(int row, int column) const {
  const auto raw = Raw(row, column);
  RECOURSE_CHECK(raw.size() == 1 || raw.size() == 2 || raw.size() == 4 || raw.size() == 8);
  return wire::ReadInt(raw);
}

Uuid Result::Uuid(int row, int column) const {
  recourse::Uuid uuid;
  const auto raw = Raw(row, column);
  RECOURSE_CHECK(raw.size() == uuid.bytes.size());
  std::memcpy(uuid.bytes.data(), raw.data(), raw.size());
  return uuid;
}

Timestamp Result::Time(int row, int column) const {
  const auto raw = Raw(row, column);
  RECOURSE_CHECK(raw.size() == 8);
  return wire::ReadTime(raw);
}

std::optional<std::string> Result::OptionalText(int row, int column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Text(row, column);
}
std::optional<recourse::Uuid> Result::OptionalUuid(int row, int column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Uuid(row, column);
}
std::optional<Timestamp> Result::OptionalTime(int row, int column) const {
  if (IsNull(row, column)) return std::nullopt;
  return Time(row, column);
}

std::vector<std::string> Result::Texts(int row, int column) const {
  const auto raw = Raw(row, column);
  std::vector<std::string> texts;
  if (raw.size() < 20) return texts;  // an array without elements is only its header
  std::size_t at = 20;
  while (at + 4 <= raw.size()) {
    const auto size = wire::ReadInt(raw.substr(at, 4));
    at += 4;
    if (size < 0) continue;
    texts.emplace_back(raw.substr(at, static_cast<std::size_t>(size)));
    at += static_cast<std::size_t>(size);
  }
  return texts;
}

}  // namespace recourse
