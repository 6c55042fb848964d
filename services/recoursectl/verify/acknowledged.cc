#include "services/recoursectl/verify/acknowledged.h"

#include "services/common/process/json.h"

namespace recourse::ctl::verify {
namespace {

StatusOr<std::string> IdOf(std::string_view line) {
  if (line.front() != '{') return std::string(line);
  const auto parsed = ParseJsonObject(line);
  if (const auto* object = std::get_if<boost::json::object>(&parsed)) {
    const auto* id = object->if_contains("feedback_id");
    if (id != nullptr && id->is_string()) return std::string(id->get_string());
  }
  return absl::InvalidArgumentError(
      "a line of the acknowledged file is JSON without a feedback_id: " + std::string(line));
}

}  // namespace

StatusOr<std::vector<std::string>> ReadAcknowledged(std::string_view text) {
  std::vector<std::string> ids;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    auto id = IdOf(line);
    if (!id.ok()) return id.status();
    ids.push_back(*std::move(id));
  }
  return ids;
}

}  // namespace recourse::ctl::verify
