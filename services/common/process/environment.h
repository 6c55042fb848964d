#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/process/address.h"
#include "services/common/process/secret.h"

namespace recourse {

// Bounds of a number, both included.
struct Bounds {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

inline constexpr std::size_t kMinSecretBytes = 32;
inline constexpr std::size_t kMaxSecretBytes = 4096;

// Reads the wiring of a process and collects every fault, so that an operator mends all of them in
// one go. A getter that finds a fault notes it and returns an empty value: look at Faults() before
// using any of what was read. A variable that is set and empty counts as not set. Only the
// config.cc of a service uses this class, and nothing else reads the environment.
class Environment {
 public:
  using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

  // The environment of this process.
  Environment();
  explicit Environment(Lookup lookup);

  // Without a fallback the variable is needed.
  std::string Text(const std::string& name, std::optional<std::string> fallback = std::nullopt);
  Address HostPort(const std::string& name, std::optional<Address> fallback = std::nullopt);
  std::int64_t Integer(const std::string& name, Bounds bounds,
                       std::optional<std::int64_t> fallback = std::nullopt);
  std::string Choice(const std::string& name, const std::vector<std::string>& choices,
                     std::optional<std::string> fallback = std::nullopt);
  // "on" or "off".
  bool Switch(const std::string& name, std::optional<bool> fallback = std::nullopt);
  // The variable names a file; its content less one trailing newline is the secret, at least
  // kMinSecretBytes of it.
  Secret SecretFile(const std::string& name);
  // The same for a file of so many bytes that need not be there: empty where the variable is not
  // set.
  Secret OptionalSecretFile(const std::string& name, Bounds bytes);

  // For a rule that spans several variables.
  void AddFault(std::string fault);
  // One sentence each: the variable, what is wrong, what would be right.
  const std::vector<std::string>& Faults() const { return faults_; }

 private:
  std::optional<std::string> Find(const std::string& name, bool needed, const std::string& shape);
  // Without one trailing newline; at most a byte more than `bytes_max`.
  std::optional<std::string> ReadFile(const std::string& name, const std::string& path,
                                      std::size_t bytes_max);

  Lookup lookup_;
  std::vector<std::string> faults_;
};

// Writes every fault to stderr and ends the process with status 2; returns when there is none.
void ExitOnFaults(const Environment& environment);

}  // namespace recourse
