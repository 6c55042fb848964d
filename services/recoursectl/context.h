#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/common/core/status.h"

namespace recourse::ctl {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;    // refused or failed: the reason is on stderr
inline constexpr int kWrongUse = 2;  // not understood

// What every command knows: which system it speaks to, with which key, and how it prints.
class Context {
 public:
  bool json = false;
  std::string var;       // --var, else RECOURSE_VAR, else `var`
  std::string endpoint;  // --endpoint: host:port instead of the system's own
  std::string key_file;  // --key-file: instead of <var>/secrets/operator.key

  // An address or a DSN by its name: from the environment, else from <var>/run/system.env.
  // NOT_FOUND says what to do.
  StatusOr<std::string> Setting(const std::string& name) const;
  // The endpoint given, else the setting.
  StatusOr<std::string> Endpoint(const std::string& name) const;
  StatusOr<std::string> Key() const;

 private:
  const std::map<std::string, std::string>& System() const;
  mutable std::optional<std::map<std::string, std::string>> system_;
};

// The whole of a file. NOT_FOUND names it. "-" is standard input.
StatusOr<std::string> ReadFile(const std::string& path);

// Says why on stderr, without the code's name where the message says it all; returns kFailed.
int Fail(const Status& status);

}  // namespace recourse::ctl
