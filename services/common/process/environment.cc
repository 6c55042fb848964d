#include "services/common/process/environment.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

namespace recourse {
namespace {

std::string Joined(const std::vector<std::string>& choices) {
  std::string text;
  for (const std::string& choice : choices) {
    text += (text.empty() ? "" : ", ") + choice;
  }
  return text;
}

std::optional<std::string> FromProcess(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before threads
  return value == nullptr ? std::nullopt : std::make_optional<std::string>(value);
}

}  // namespace

Environment::Environment() : Environment(FromProcess) {}

Environment::Environment(Lookup lookup) : lookup_(std::move(lookup)) {}

void Environment::AddFault(std::string fault) { faults_.push_back(std::move(fault)); }

std::optional<std::string> Environment::Find(const std::string& name, bool needed,
                                             const std::string& shape) {
  auto value = lookup_(name);
  if (value && !value->empty()) {
    return value;
  }
  if (needed) {
    AddFault(name + " is not set. Set it to " + shape + ".");
  }
  return std::nullopt;
}

std::string Environment::Text(const std::string& name, std::optional<std::string> fallback) {
  return Find(name, !fallback, "a text").value_or(fallback.value_or(""));
}

Address Environment::HostPort(const std::string& name, std::optional<Address> fallback) {
  const auto value = Find(name, !fallback, "HOST:PORT, such as 127.0.0.1:8080");
  if (!value) {
    return fallback.value_or(Address{});
  }
  auto address = ParseAddress(*value);
  if (!address.ok()) {
    AddFault(name + " is \"" + *value + "\", which is " + std::string(address.status().message()) +
             ".");
    return {};
  }
  return *std::move(address);
}

std::int64_t Environment::Integer(const std::string& name, Bounds bounds,
                                  std::optional<std::int64_t> fallback) {
  const std::string shape =
      "a whole number from " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most);
  const auto value = Find(name, !fallback, shape);
  if (!value) {
    return fallback.value_or(0);
  }
  std::int64_t number = 0;
  const char* end = value->data() + value->size();
  const auto read = std::from_chars(value->data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < bounds.least || number > bounds.most) {
    AddFault(name + " is \"" + *value + "\". Set it to " + shape + ".");
    return 0;
  }
  return number;
}

std::string Environment::Choice(const std::string& name, const std::vector<std::string>& choices,
                                std::optional<std::string> fallback) {
  const std::string shape = "one of " + Joined(choices);
  const auto value = Find(name, !fallback, shape);
  if (!value) {
    return fallback.value_or("");
  }
  if (std::find(choices.begin(), choices.end(), *value) == choices.end()) {
    AddFault(name + " is \"" + *value + "\". Set it to " + shape + ".");
    return "";
  }
  return *value;
}

bool Environment::Switch(const std::string& name, std::optional<bool> fallback) {
  std::optional<std::string> word;
  if (fallback) {
    word = *fallback ? "on" : "off";
  }
  return Choice(name, {"on", "off"}, word) == "on";
}

std::optional<std::string> Environment::ReadFile(const std::string& name, const std::string& path,
                                                 std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  std::string content(bytes_max + 2, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.gcount() == 0 && !file.eof()) {
    AddFault(name + " names " + path + ", which cannot be read. Make the file, or let this user " +
             "read it.");
    return std::nullopt;
  }
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.ends_with('\n')) {
    content.pop_back();
  }
  return content;
}

Secret Environment::SecretFile(const std::string& name) {
  const auto path = Find(name, true, "the path of a file that holds the secret");
  auto content = path ? ReadFile(name, *path, kMaxSecretBytes) : std::nullopt;
  if (!content) {
    return {};
  }
  if (content->size() < kMinSecretBytes || content->size() > kMaxSecretBytes) {
    AddFault(name + " names " + *path + ", which has " +
             (content->size() < kMinSecretBytes ? "fewer than 32" : "more than 4,096") +
             " bytes. Write 32 random bytes or more into it.");
    return {};
  }
  return Secret(*std::move(content));
}

Secret Environment::OptionalSecretFile(const std::string& name, Bounds bytes) {
  const auto path = Find(name, false, "");
  auto content =
      path ? ReadFile(name, *path, static_cast<std::size_t>(bytes.most)) : std::nullopt;
  if (!content) {
    return {};
  }
  const auto size = static_cast<std::int64_t>(content->size());
  if (size < bytes.least || size > bytes.most) {
    AddFault(name + " names " + *path + ", which has " + std::to_string(size) +
             " bytes. It may have " + std::to_string(bytes.least) + " to " +
             std::to_string(bytes.most) + ".");
    return {};
  }
  return Secret(*std::move(content));
}

void ExitOnFaults(const Environment& environment) {
  if (environment.Faults().empty()) {
    return;
  }
  std::cerr << "The environment does not let this service start:\n";
  for (const std::string& fault : environment.Faults()) {
    std::cerr << "  " << fault << '\n';
  }
  std::exit(2);  // NOLINT(concurrency-mt-unsafe): before threads
}

}  // namespace recourse
