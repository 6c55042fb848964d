#include "services/common/kafka/cloud_event.h"

#include <charconv>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace recourse {
namespace {

constexpr std::size_t kSequenceDigits = 20;
constexpr const char* kId = "ce_id";
constexpr const char* kSequence = "ce_sequence";
constexpr const char* kEpoch = "ce_epoch";

// Topics are recourse.<service>.<aggregate>.v<n>.
std::string SourceOf(const std::string& topic) {
  const auto first = topic.find('.');
  if (first == std::string::npos) return "/" + topic;
  const auto second = topic.find('.', first + 1);
  return "/" + topic.substr(0, first) + "/" + topic.substr(first + 1, second - first - 1);
}

std::string TwentyDigits(std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < kSequenceDigits) digits.insert(0, kSequenceDigits - digits.size(), '0');
  return digits;
}

// A positive number and nothing else.
std::optional<std::int64_t> Number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

std::string_view Find(const Headers& headers, std::string_view name) {
  for (const auto& [each, value] : headers) {
    if (each == name) return value;
  }
  return {};
}

std::optional<Place> PlaceOf(const Headers& headers) {
  const std::string_view epochs = Find(headers, kEpoch);
  const auto slash = epochs.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto epoch = Number(epochs.substr(0, slash));
  const auto first = Number(epochs.substr(slash + 1));
  const auto sequence = Number(Find(headers, kSequence));
  if (!epoch || !first || !sequence || *first > *sequence) return std::nullopt;
  return Place{*epoch, *first, *sequence};
}

// Two strays at one offset, of a log and of the log that replaced it, are two.
FactId StrayId(const RawRecord& record) {
  return FactId(NamedUuid(kRecourseSpace, ToString(record.partition) + "/" +
                                              std::to_string(record.offset) + "\n" + record.key +
                                              "\n" + record.payload));
}

}  // namespace

std::string FormatTime(Timestamp time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t clock = std::chrono::system_clock::to_time_t(seconds);
  std::tm parts{};
  gmtime_r(&clock, &parts);
  char text[64];
  const int ms = static_cast<int>((time - seconds).count());
  std::snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, ms);
  return text;
}

Headers CloudEventHeaders(const Outgoing& record) {
  Headers headers{
      {kId, ToString(record.id)},
      {"ce_source", SourceOf(record.partition.topic)},
      {"ce_type", record.type},
      {"ce_dataschema", record.schema},
      {"ce_time", FormatTime(record.recorded_time)},
      {"ce_specversion", "1.0"},
      {kSequence, TwentyDigits(record.place.sequence)},
      {kEpoch, std::to_string(record.place.epoch) + "/" + std::to_string(record.place.epoch_first)},
      {"content-type", "application/protobuf"},
  };
  headers.insert(headers.end(), record.headers.begin(), record.headers.end());
  return headers;
}

void ReadCloudEvent(RawRecord& record) {
  const auto place = PlaceOf(record.headers);
  const auto id = ParseUuid(Find(record.headers, kId));
  const bool whole = place.has_value() && id.has_value();
  record.place = whole ? *place : Place{};
  record.id = whole ? FactId(*id) : StrayId(record);
}

}  // namespace recourse
