#include "services/kpi/domain/audit.h"

#include <set>

namespace recourse::kpi {
namespace {

bool RunsOut(const std::string& name, Timestamp now) {
  const auto bucket = ParseBucket(name);
  if (!bucket) return false;
  const auto expire_time = ExpireTimeOf(*bucket);
  return expire_time && *expire_time <= now + kExpiryMargin;
}

std::set<std::string> NamesOf(const StoredCounters& one, const StoredCounters& other) {
  std::set<std::string> names;
  for (const auto& [name, fields] : one) names.insert(name);
  for (const auto& [name, fields] : other) names.insert(name);
  return names;
}

using Fields = std::map<std::string, std::int64_t>;

const Fields& FieldsOf(const StoredCounters& counters, const std::string& name) {
  static const Fields none;
  const auto found = counters.find(name);
  return found == counters.end() ? none : found->second;
}

std::int64_t ValueOf(const Fields& fields, const std::string& field) {
  const auto found = fields.find(field);
  return found == fields.end() ? 0 : found->second;
}

void CompareBucket(const std::string& name, const Fields& expected, const Fields& actual,
                   Comparison& comparison) {
  std::set<std::string> fields;
  for (const auto& [field, value] : expected) fields.insert(field);
  for (const auto& [field, value] : actual) fields.insert(field);
  for (const std::string& field : fields) {
    const Difference difference{name, field, ValueOf(expected, field), ValueOf(actual, field)};
    ++comparison.compared;
    if (difference.expected != difference.actual) comparison.differences.push_back(difference);
  }
}

}  // namespace

StoredCounters StoredOf(const Counters& counters) {
  StoredCounters stored;
  for (const auto& [bucket, cells] : counters) {
    for (const auto& [cell, count] : cells) stored[NameOf(bucket)][FieldOf(cell)] = count;
  }
  return stored;
}

Comparison Compare(const Counters& expected, const StoredCounters& actual, Timestamp now) {
  const StoredCounters wanted = StoredOf(expected);
  Comparison comparison;
  for (const std::string& name : NamesOf(wanted, actual)) {
    if (RunsOut(name, now)) continue;
    CompareBucket(name, FieldsOf(wanted, name), FieldsOf(actual, name), comparison);
  }
  return comparison;
}

}  // namespace recourse::kpi
