#include "services/recoursectl/model/source_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

#include "services/common/process/json.h"
#include "services/recoursectl/model/files.h"

namespace recourse::ctl::model {
namespace {

constexpr std::size_t kSplitBytesMax = 1'048'576;
constexpr std::size_t kFilesMax = 1'000;

bool IsLike(std::string_view name, std::string_view before, std::string_view after) {
  return name.size() >= before.size() + after.size() && name.starts_with(before) &&
         name.ends_with(after);
}

Status Malformed(const Split& split, const std::string& what) {
  return absl::InvalidArgumentError(split.file + ": " + what);
}

}  // namespace

StatusOr<std::vector<std::string>> FilesOf(const std::string& folder, const std::string& file) {
  const std::size_t star = file.find('*');
  if (star == std::string::npos) return std::vector<std::string>{file};
  const std::size_t slash = file.rfind('/') == std::string::npos ? 0 : file.rfind('/') + 1;
  const std::string place = file.substr(0, slash);
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder + "/" + place, error), end;
       !error && at != end && files.size() <= kFilesMax; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (star >= slash && IsLike(name, file.substr(slash, star - slash), file.substr(star + 1))) {
      files.push_back(place + name);
    }
  }
  if (error || files.empty() || files.size() > kFilesMax) {
    return absl::NotFoundError("there must be 1 to 1,000 files like " + folder + "/" + file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

StatusOr<PartOfRows> PartOfRows::Read(const Split& split, const std::string& folder) {
  PartOfRows part;
  part.test_ = split.test;
  if (split.file.empty()) return part;
  const auto text = ReadWhole(folder + "/" + split.file, kSplitBytesMax);
  if (!text.ok()) return text.status();
  const auto parsed = ParseJsonObject(*text);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) return Malformed(split, fault->detail);
  const auto* test = std::get<boost::json::object>(parsed).if_contains("test");
  if (test == nullptr || !test->is_object()) return Malformed(split, "there is no object 'test'");
  for (const auto& [column, list] : split.columns) {
    const auto* values = test->get_object().if_contains(list);
    if (values == nullptr || !values->is_array()) {
      return Malformed(split, "there is no list '" + list + "' in 'test'");
    }
    for (const auto& value : values->get_array()) {
      if (!value.is_string()) return Malformed(split, "'" + list + "' must be texts");
      part.held_out_[column].emplace(value.get_string());
    }
  }
  return part;
}

Status PartOfRows::Look(const Table& table) {
  looked_at_.clear();
  for (const auto& [column, values] : held_out_) {
    const auto place = FindColumn(table, column);
    if (!place.ok()) return place.status();
    looked_at_.emplace_back(*place, &values);
  }
  return absl::OkStatus();
}

bool PartOfRows::Takes(const std::vector<std::string>& row) const {
  if (held_out_.empty()) return true;
  const bool held_out =
      std::any_of(looked_at_.begin(), looked_at_.end(), [&](const auto& column_and_values) {
        return column_and_values.second->contains(row[column_and_values.first]);
      });
  return held_out == test_;
}

}  // namespace recourse::ctl::model
