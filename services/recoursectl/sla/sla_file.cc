#include "services/recoursectl/sla/sla_file.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <numeric>

#include "services/common/process/json.h"
#include "services/routing/adapters/calendar_json.h"

namespace recourse::ctl {
namespace {

namespace json = boost::json;

ClockFault FaultOf(const Refusal& refusal, std::string_view calendar_id) {
  const auto parameter = [&](const char* name) {
    const auto found = refusal.parameters.find(name);
    return found == refusal.parameters.end() ? std::string() : found->second;
  };
  const Place all{nullptr, "calendars"};
  const Place calendar{&all, calendar_id};
  std::string at = calendar.Text();
  if (const std::string inner = parameter("at"); !inner.empty() && inner != calendar_id) {
    at += "." + inner;
  }
  std::string detail = parameter("detail");
  if (detail.empty()) detail = "The calendar is not a possible one. Mend what stands at the place.";
  return {refusal.slug, std::move(detail), std::move(at)};
}

std::optional<Refusal> AddCalendar(const std::string& id, const json::value& value,
                                   sla::Calendars& calendars) {
  const json::object* in = value.if_object();
  if (in == nullptr) {
    return Refusal{"calendar_malformed", {{"detail", "A calendar must be an object with a zone."}}};
  }
  auto read = routing::ReadCalendar(id, *in);
  if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
  return calendars.Add(std::get<sla::Calendar>(read));
}

// Marks each element that equals one before it.
std::vector<bool> Repeats(const std::vector<std::optional<std::string_view>>& ids) {
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return ids[a] != ids[b] ? ids[a] < ids[b] : a < b;
  });
  std::vector<bool> repeats(ids.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    repeats[order[i]] = ids[order[i]] && ids[order[i]] == ids[order[i - 1]];
  }
  return repeats;
}

}  // namespace

StatusOr<SlaFile> SlaFile::Read(std::string_view text) {
  if (text.size() > kSlaFileBytesMax) {
    return absl::InvalidArgumentError("the file is larger than 256 MiB: split it");
  }
  auto parsed = ParseJsonObject(text);
  if (const auto* fault = std::get_if<JsonFault>(&parsed)) {
    return absl::InvalidArgumentError(fault->slug + ": " + fault->detail);
  }
  SlaFile file;
  file.document_ = std::get<json::object>(std::move(parsed));
  for (const auto& field : file.document_) {
    if (field.key() != "calendars" && field.key() != "clocks") {
      return absl::InvalidArgumentError(
          "the file has calendars and clocks, and nothing else: take "
          "out the other fields");
    }
  }
  if (Status s = file.ReadClocks(); !s.ok()) return s;
  if (Status s = file.ReadCalendars(); !s.ok()) return s;
  return file;
}

Status SlaFile::ReadClocks() {
  const json::value* found = document_.if_contains("clocks");
  clocks_ = found == nullptr ? nullptr : found->if_array();
  if (clocks_ == nullptr || clocks_->size() > kSlaClocksMax) {
    return absl::InvalidArgumentError("clocks must be a list of at most 1,000,000 clocks");
  }
  std::vector<std::optional<std::string_view>> ids(clocks_->size());
  std::transform(clocks_->begin(), clocks_->end(), ids.begin(), ClockIdOf);
  repeats_ = Repeats(ids);
  return absl::OkStatus();
}

Status SlaFile::ReadCalendars() {
  const json::value* found = document_.if_contains("calendars");
  if (found == nullptr) return absl::OkStatus();
  if (!found->is_object() || found->get_object().contains("")) {
    return absl::InvalidArgumentError(
        "calendars must be an object: {\"name\": {\"zone\": …}, …}, "
        "each with a name");
  }
  for (const auto& field : found->get_object()) {
    const std::string id(field.key());
    if (const auto refusal = AddCalendar(id, field.value(), calendars_.calendars)) {
      calendars_.faults.emplace(id, FaultOf(*refusal, id));
    }
  }
  return absl::OkStatus();
}

std::optional<std::string_view> SlaFile::IdOf(std::size_t index) const {
  return ClockIdOf((*clocks_)[index]);
}

std::variant<Explanation, ClockFault> SlaFile::Explained(std::size_t index) const {
  const Place place{nullptr, "clocks", index};
  if (repeats_[index]) {
    return ClockFault{"clock_malformed", "Another clock before it has this id. Give each its own.",
                      Place{&place, "id"}.Text()};
  }
  auto clock = ReadClock((*clocks_)[index], index);
  if (auto* fault = std::get_if<ClockFault>(&clock)) return std::move(*fault);
  return Explain(std::get<ClockCase>(std::move(clock)), calendars_, place);
}

}  // namespace recourse::ctl
