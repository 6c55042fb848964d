#include "services/common/kafka/security.h"

#include <librdkafka/rdkafkacpp.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

namespace recourse {
namespace {

constexpr std::string_view kPrefixes[] = {"security.", "ssl.", "sasl.", "enable.ssl."};
constexpr std::string_view kSpaces = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

Status Fault(int line, const std::string& what) {
  return absl::InvalidArgumentError("line " + std::to_string(line) + ": " + what);
}

bool IsOfSecurity(std::string_view name) {
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// The library's own words would repeat the value.
Status Try(RdKafka::Conf& conf, int line, const std::string& name, const std::string& value) {
  std::string error;
  switch (conf.set(name, value, error)) {
    case RdKafka::Conf::CONF_OK:
      return absl::OkStatus();
    case RdKafka::Conf::CONF_UNKNOWN:
      return Fault(line, name + " is not a property that this librdkafka knows");
    default:
      return Fault(line, name + " cannot have the value that is written there");
  }
}

}  // namespace

StatusOr<KafkaProperties> ParseKafkaSecurity(std::string_view text) {
  const std::unique_ptr<RdKafka::Conf> conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  KafkaProperties properties;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return Fault(number, "is not name=value");
    const std::string name(Trimmed(line.substr(0, equals)));
    const std::string value(Trimmed(line.substr(equals + 1)));
    if (!IsOfSecurity(name)) {
      return Fault(number, name + " is not taken here: only security.*, ssl.*, sasl.* and " +
                               "enable.ssl.* are");
    }
    if (Status tried = Try(*conf, number, name, value); !tried.ok()) return tried;
    properties.emplace_back(name, value);
  }
  return properties;
}

}  // namespace recourse
