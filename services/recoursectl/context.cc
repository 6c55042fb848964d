#include "services/recoursectl/context.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace recourse::ctl {
namespace {

std::map<std::string, std::string> ReadSettings(const std::string& path) {
  std::map<std::string, std::string> settings;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) settings[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return settings;
}

std::string WithoutNewline(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace

const std::map<std::string, std::string>& Context::System() const {
  if (!system_) system_ = ReadSettings(var + "/run/system.env");
  return *system_;
}

StatusOr<std::string> Context::Setting(const std::string& name) const {
  if (const char* value = std::getenv(name.c_str()); value != nullptr && *value != '\0') {
    return std::string(value);
  }
  const auto found = System().find(name);
  if (found != System().end()) return found->second;
  return absl::NotFoundError(name + " is not known: start a system by deploy/local/up, name its "
                             "folder by --var or RECOURSE_VAR, or set " + name);
}

StatusOr<std::string> Context::Endpoint(const std::string& name) const {
  if (!endpoint.empty()) return endpoint;
  return Setting(name);
}

StatusOr<std::string> Context::Key() const {
  auto key = ReadFile(key_file.empty() ? var + "/secrets/operator.key" : key_file);
  if (!key.ok()) return key.status();
  return WithoutNewline(*std::move(key));
}

StatusOr<std::string> ReadFile(const std::string& path) {
  std::ostringstream content;
  if (path == "-") {
    content << std::cin.rdbuf();
    return content.str();
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  content << file.rdbuf();
  return content.str();
}

int Fail(const Status& status) {
  std::fprintf(stderr, "recoursectl: %s\n", std::string(status.message()).c_str());
  return kFailed;
}

}  // namespace recourse::ctl
