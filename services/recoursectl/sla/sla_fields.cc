#include "services/recoursectl/sla/sla_fields.h"

#include <algorithm>

#include "services/common/core/check.h"
#include "services/recoursectl/sla/sla_time.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

constexpr std::size_t kNameBytesMax = 64;  // of an unknown name, repeated in the answer

// As much of the text as may be repeated, cut between characters.
std::string Cut(std::string_view text) {
  if (text.size() <= kNameBytesMax) return std::string(text);
  std::size_t end = kNameBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

std::string Place::Text() const {
  std::string text = in == nullptr ? "" : in->Text();
  if (!text.empty() && !name.empty()) text += '.';
  text += Cut(name);
  if (index) text += "[" + std::to_string(*index) + "]";
  return text;
}

Fields::Fields(const json::value& in, const Place& place, std::optional<ClockFault>& fault)
    : in_(in.if_object()), place_(place), fault_(fault) {
  if (in_ == nullptr) Fail("", "must be an object");
}

void Fields::Fail(std::string_view name, std::string detail, std::string slug) {
  if (fault_) return;
  const Place place{&place_, name};
  detail.insert(0, (name.empty() ? "It " : Cut(name) + " ")).push_back('.');
  fault_ = ClockFault{std::move(slug), std::move(detail), place.Text()};
}

const json::value* Fields::Find(std::string_view name) {
  if (fault_) return nullptr;
  RECOURSE_CHECK(asked_count_ < kNamesMax);
  asked_[asked_count_++] = name;
  const json::value* found = in_->if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::optional<std::string_view> Fields::Text(std::string_view name) {
  const json::value* found = Find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return std::string_view(found->get_string());
  Fail(name, "must be a text");
  return std::nullopt;
}

std::optional<std::int64_t> Fields::Number(std::string_view name, std::int64_t least,
                                           std::int64_t most) {
  const json::value* found = Find(name);
  if (found == nullptr) return std::nullopt;
  const std::int64_t* number = found->if_int64();
  if (number != nullptr && *number >= least && *number <= most) return *number;
  Fail(name,
       "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<Timestamp> Fields::Time(std::string_view name) {
  const auto text = Text(name);
  if (!text) return std::nullopt;
  const auto time = ParseInstant(*text);
  if (!time) {
    Fail(name,
         "must be a time like 2026-03-03T02:00:00Z or 2026-03-03T10:00:00.000+08:00, with "
         "Z or an offset and at most milliseconds");
  }
  return time;
}

bool Fields::Flag(std::string_view name) {
  const json::value* found = Find(name);
  if (found == nullptr) return false;
  if (!found->is_bool()) Fail(name, "must be true or false");
  return found->is_bool() && found->get_bool();
}

const json::array* Fields::List(std::string_view name, std::size_t most) {
  const json::value* found = Find(name);
  if (found == nullptr) return nullptr;
  const json::array* list = found->if_array();
  if (list != nullptr && list->size() <= most) return list;
  Fail(name, "must be a list of at most " + std::to_string(most));
  return nullptr;
}

void Fields::Close() {
  if (fault_ || in_->empty()) return;
  const auto end = asked_.begin() + static_cast<std::ptrdiff_t>(asked_count_);
  for (const auto& field : *in_) {
    if (std::find(asked_.begin(), end, std::string_view(field.key())) == end) {
      return Fail(field.key(), "is not known here: take it out or mend its spelling");
    }
  }
}

}  // namespace recourse::ctl
