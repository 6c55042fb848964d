#include "services/common/process/trace_config.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace recourse {
namespace {

constexpr const char* kEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
constexpr const char* kProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
constexpr const char* kServiceName = "OTEL_SERVICE_NAME";
constexpr const char* kResource = "OTEL_RESOURCE_ATTRIBUTES";
constexpr const char* kSampler = "OTEL_TRACES_SAMPLER";
constexpr const char* kSamplerArg = "OTEL_TRACES_SAMPLER_ARG";
constexpr const char* kDisabled = "OTEL_SDK_DISABLED";
constexpr std::size_t kResourceAttributesMax = 64;

void ReadEndpoint(Environment& environment, TraceConfig& config) {
  const std::string url = environment.Text(kEndpoint, "");
  if (url.empty()) return;
  std::string_view rest = url;
  config.tls = rest.starts_with("https://");
  if (config.tls || rest.starts_with("http://")) {
    rest.remove_prefix(config.tls ? 8 : 7);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (auto address = ParseAddress(rest); address.ok() && address->port != 0) {
      config.endpoint = *std::move(address);
      config.enabled = true;
      return;
    }
  }
  environment.AddFault(std::string(kEndpoint) + " is \"" + url +
                       "\". Set it to http://HOST:PORT or https://HOST:PORT of a receiver of OTLP "
                       "over gRPC, such as http://127.0.0.1:4317.");
}

void ReadSampler(Environment& environment, TraceConfig& config) {
  config.sampler =
      environment.Choice(kSampler,
                         {"always_on", "always_off", "traceidratio", "parentbased_always_on",
                          "parentbased_always_off", "parentbased_traceidratio"},
                         "parentbased_always_on");
  const std::string text = environment.Text(kSamplerArg, "1");
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, config.ratio);
  if (read.ec == std::errc() && read.ptr == end && config.ratio >= 0.0 && config.ratio <= 1.0) {
    return;
  }
  environment.AddFault(std::string(kSamplerArg) + " is \"" + text +
                       "\". Set it to the share of traces to keep, a number from 0 to 1.");
}

// What %XX stands for; none where it is not two hexadecimal digits.
std::optional<std::string> PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    unsigned byte = 0;
    const char* from = text.data() + i + 1;
    if (i + 2 >= text.size() || std::from_chars(from, from + 2, byte, 16).ptr != from + 2) {
      return std::nullopt;
    }
    decoded += static_cast<char>(byte);
    i += 2;
  }
  return decoded;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool ReadAttribute(std::string_view pair, TraceConfig& config) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return false;
  const std::string name(Trimmed(pair.substr(0, equals)));
  auto value = PercentDecoded(Trimmed(pair.substr(equals + 1)));
  if (name.empty() || !value || config.resource.size() >= kResourceAttributesMax) return false;
  if (name == "service.name") {
    if (config.service.empty()) config.service = *std::move(value);
  } else {
    config.resource.emplace_back(name, *std::move(value));
  }
  return true;
}

void ReadResource(Environment& environment, TraceConfig& config) {
  config.service = environment.Text(kServiceName, "");
  const std::string text = environment.Text(kResource, "");
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (!ReadAttribute(rest.substr(0, comma), config)) {
      return environment.AddFault(std::string(kResource) + " is \"" + text +
                                  "\". Set it to at most 64 pairs name=value separated by commas, "
                                  "with %2C for a comma in a value.");
    }
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
}

}  // namespace

TraceConfig ReadTraceConfig(Environment& environment) {
  TraceConfig config;
  ReadEndpoint(environment, config);
  environment.Choice(kProtocol, {"grpc"}, "grpc");
  ReadSampler(environment, config);
  ReadResource(environment, config);
  if (environment.Choice(kDisabled, {"true", "false"}, "false") == "true") config.enabled = false;
  return config;
}

}  // namespace recourse
