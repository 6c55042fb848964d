#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "services/common/core/status.h"
#include "services/common/http/message.h"

namespace recourse::console {

// The built pages, all of them in memory: a path is looked up in a map, so none leads out of the
// folder. When they were built anew, the new ones are read at the next request for a page.
// Thread-safe.
class Pages {
 public:
  static constexpr std::uintmax_t kMaxBytes = 64 * 1024 * 1024;

  // NotFound when the folder has no index.html, with what to do.
  static StatusOr<std::unique_ptr<Pages>> Load(const std::string& folder);

  // A path without a file and without an extension is a place inside of the application: it gets
  // index.html. Nothing for a file that is not there.
  std::optional<HttpResponse> Find(const std::string& path);

 private:
  using Files = std::map<std::string, HttpResponse>;

  explicit Pages(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Status Read();
  void ReadAgainIfNew();

  const std::filesystem::path folder_;
  std::mutex mutex_;
  Files files_;
  std::filesystem::file_time_type built_time_;
};

}  // namespace recourse::console
