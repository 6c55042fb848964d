#include "services/followup/config.h"

#include <string_view>

namespace recourse::followup {
namespace {

constexpr std::size_t kSurveyKeysMax = 8;

// Each line of a secret file is one key; links of the older ones are believed as long as these
// stand in it.
std::vector<Secret> ReadSurveyKeys(Environment& environment) {
  const Secret file = environment.SecretFile("RECOURSE_SURVEY_KEY_FILE");
  std::vector<Secret> keys;
  std::string_view rest = file.Reveal();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    keys.emplace_back(std::string(line));
    if (line.size() < kMinSecretBytes || keys.size() > kSurveyKeysMax) {
      environment.AddFault(
          "RECOURSE_SURVEY_KEY_FILE names a file with a line that is no key. Put "
          "1 to " +
          std::to_string(kSurveyKeysMax) + " lines of at least " + std::to_string(kMinSecretBytes) +
          " bytes in it, the newest key first.");
      return {};
    }
  }
  return keys;
}

std::string ReadPublicUrl(Environment& environment) {
  std::string url = environment.Text("RECOURSE_PUBLIC_URL");
  while (url.ends_with('/')) url.pop_back();
  if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://")) {
    environment.AddFault("RECOURSE_PUBLIC_URL is \"" + url +
                         "\". Set it to where customers reach the console, such as "
                         "https://feedback.example.com.");
  }
  return url;
}

}  // namespace

Config ReadConfig(Environment& environment) {
  return {
      ReadServiceConfig(environment),
      ReadStoreConfig(environment),
      ReadCourierConfig(environment),
      {environment.HostPort("RECOURSE_INGEST_ADDR"), environment.HostPort("RECOURSE_ROUTING_ADDR")},
      ReadPublicUrl(environment),
      ReadSurveyKeys(environment)};
}

}  // namespace recourse::followup
