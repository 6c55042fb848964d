#include "services/recoursectl/console_client.h"

#include <curl/curl.h>

#include <cstdio>
#include <memory>

#include "services/common/process/json.h"

namespace recourse::ctl {
namespace {

constexpr long kConnectMilliseconds = 5'000;
constexpr long kWholeMilliseconds = 15'000;
constexpr std::size_t kAnswerBytesMax = 8 * 1024 * 1024;
constexpr long kDoneStatus = 200;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Lines = std::unique_ptr<curl_slist, Free>;

std::size_t OnWrite(char* bytes, std::size_t size, std::size_t count, void* answer) {
  auto& text = *static_cast<std::string*>(answer);
  if (text.size() + size * count > kAnswerBytesMax) return 0;
  text.append(bytes, size * count);
  return size * count;
}

void Add(Lines& lines, const std::string& line) {
  lines.reset(curl_slist_append(lines.release(), line.c_str()));
}

std::string TextOf(const boost::json::object& in, const char* name) {
  const auto* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

StatusOr<boost::json::object> Read(long status, const std::string& answer) {
  auto parsed = ParseJsonObject(answer);
  auto* object = std::get_if<boost::json::object>(&parsed);
  if (object == nullptr) {
    return absl::UnavailableError("the console answered " + std::to_string(status) +
                                  " and no JSON: is --endpoint the address of its pages?");
  }
  if (status == kDoneStatus) return std::move(*object);
  return absl::FailedPreconditionError(TextOf(*object, "slug") + ": " + TextOf(*object, "detail"));
}

}  // namespace

StatusOr<boost::json::object> AskConsole(const Context& context, const std::string& method,
                                         const std::string& path, const std::string& body) {
  const auto endpoint = context.Endpoint("RECOURSE_HTTP_ADDR");
  if (!endpoint.ok()) return endpoint.status();
  const auto key = context.Key();
  if (!key.ok()) return key.status();
  std::unique_ptr<CURL, Free> handle(curl_easy_init());
  Lines lines;
  Add(lines, "authorization: Bearer " + *key);
  if (!body.empty()) Add(lines, "content-type: application/json");
  const std::string url = "http://" + *endpoint + path;
  std::string answer;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http");
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, kWholeMilliseconds);
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.get());
  if (!body.empty() || method != "GET") {
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, OnWrite);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) {
    return absl::UnavailableError("the console at " + *endpoint + " does not answer (" +
                                  curl_easy_strerror(code) +
                                  "): deploy/local/status shows what runs");
  }
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  return Read(status, answer);
}

std::string PathPart(const std::string& text) {
  std::string part;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    char code[4];
    std::snprintf(code, sizeof(code), "%%%02X", static_cast<unsigned char>(c));
    part += plain ? std::string(1, c) : std::string(code);
  }
  return part;
}

}  // namespace recourse::ctl
