#include "services/console/adapters/pages.h"

#include <fstream>
#include <iterator>
#include <system_error>

namespace recourse::console {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIndex = "/index.html";
// Vite names these by a hash of their content: what has this name never changes.
constexpr std::string_view kHashed = "/assets/";
constexpr const char* kForEver = "public, max-age=31536000, immutable";
constexpr const char* kAskEachTime = "no-cache";

std::string ContentTypeOf(const fs::path& file) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},  {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},    {".svg", "image/svg+xml"},
      {".png", "image/png"},                  {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},               {".json", "application/json"},
      {".txt", "text/plain; charset=utf-8"},  {".webmanifest", "application/manifest+json"},
  };
  const auto found = types.find(file.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

StatusOr<std::string> ContentOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) return absl::UnavailableError("cannot read " + file.string());
  return content;
}

HttpResponse FileResponse(const fs::path& file, const std::string& path, std::string content) {
  HttpResponse response;
  response.content_type = ContentTypeOf(file);
  response.body = std::move(content);
  response.cache_control = path.starts_with(kHashed) ? kForEver : kAskEachTime;
  return response;
}

}  // namespace

StatusOr<std::unique_ptr<Pages>> Pages::Load(const std::string& folder) {
  std::unique_ptr<Pages> pages(new Pages(folder));
  if (const Status read = pages->Read(); !read.ok()) return read;
  return pages;
}

Status Pages::Read() {
  std::error_code error;
  const auto built_time = fs::last_write_time(folder_ / "index.html", error);
  if (error) {
    return absl::NotFoundError("RECOURSE_WEB_DIR " + folder_.string() +
                               " has no index.html: build the pages (npm ci && npm run build)");
  }
  Files files;
  std::uintmax_t bytes = 0;
  for (auto entry = fs::recursive_directory_iterator(folder_, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    auto content = ContentOf(entry->path());
    if (!content.ok()) return content.status();
    if ((bytes += content->size()) > kMaxBytes) {
      return absl::OutOfRangeError("the pages are larger than 64 MiB: is RECOURSE_WEB_DIR right?");
    }
    const std::string path = "/" + entry->path().lexically_relative(folder_).generic_string();
    files.emplace(path, FileResponse(entry->path(), path, *std::move(content)));
  }
  if (error || !files.contains(kIndex)) return absl::UnavailableError("cannot read the pages");
  files_ = std::move(files);
  built_time_ = built_time;
  return absl::OkStatus();
}

// While a build is under way there may be no index, or half of the files: the old ones stay.
void Pages::ReadAgainIfNew() {
  std::error_code error;
  const auto time = fs::last_write_time(folder_ / "index.html", error);
  if (!error && time != built_time_) (void)Read();
}

std::optional<HttpResponse> Pages::Find(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const bool is_place = fs::path(path).extension().empty();
  if (is_place || path == kIndex) ReadAgainIfNew();
  const auto found = files_.find(is_place ? kIndex : path);
  if (found == files_.end()) return std::nullopt;
  return found->second;
}

}  // namespace recourse::console
