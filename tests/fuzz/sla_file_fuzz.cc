// Any bytes as the file of `sla explain`: read, folded, judged and written, in JSON and as text.
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <variant>

#include "services/common/core/check.h"
#include "services/common/process/json.h"
#include "services/recoursectl/sla/sla_file.h"
#include "services/recoursectl/sla/sla_json.h"
#include "services/recoursectl/sla/sla_text.h"

namespace {

using recourse::Duration;
using recourse::ctl::Explanation;

// What holds of every clock, whatever stands in the file.
void CheckLaws(const Explanation& clock) {
  const auto& segments = clock.segments;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    RECOURSE_CHECK(segments[i].from < segments[i].to);
    RECOURSE_CHECK(i == 0 || segments[i - 1].to == segments[i].from);
    RECOURSE_CHECK(segments[i].to <= clock.until);
  }
  if (clock.account.superseded.empty() && !clock.segments_cut) {
    Duration consumed{};
    for (const auto& segment : segments) {
      if (segment.kind == recourse::ctl::sla::Segment::Kind::kRunning) {
        consumed += segment.to - segment.from;
      }
    }
    RECOURSE_CHECK(consumed == clock.outcome.consumed);
  }
  RECOURSE_CHECK(clock.outcome.remaining == clock.outcome.target - clock.outcome.consumed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto file = recourse::ctl::SlaFile::Read(text);
  if (!file.ok()) return 0;
  for (std::size_t i = 0; i < file->clock_count(); ++i) {
    const auto explained = file->Explained(i);
    std::string line, spoken;
    if (const auto* clock = std::get_if<Explanation>(&explained)) {
      CheckLaws(*clock);
      AppendJson(*clock, line);
      AppendText(*clock, file->calendars(), spoken);
    } else {
      AppendJson(file->IdOf(i), std::get<recourse::ctl::ClockFault>(explained), line);
    }
    // What is written is one line of JSON, by the reader that reads all JSON here.
    RECOURSE_CHECK(line.find('\n') + 1 == line.size());
    RECOURSE_CHECK(recourse::ParseJsonObject(line).index() == 0);
  }
  return 0;
}
