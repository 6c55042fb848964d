#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/common/core/status.h"
#include "services/common/runtime/log_ports.h"
#include "services/common/trace/span.h"

namespace recourse {

// The value of the header `traceparent`; empty where there is none.
std::string_view TraceparentOf(const Headers& headers);

// Spans of rows on their way into the log: from handing over to the log's report. Nothing happens
// where tracing is off. Not thread-safe.
class SendSpans {
 public:
  // Begins the span of a row that follows from something recorded; the record then names the span.
  void Begin(Outgoing& row);
  void Delivered(const Partition& partition, std::int64_t sequence);
  // It was not handed over after all.
  void Abandon(const Partition& partition, std::int64_t sequence);
  // Nobody will report on what was handed over.
  void Clear();

 private:
  std::map<std::pair<Partition, std::int64_t>, trace::Span> spans_;
};

// Spans of one transaction over a batch: one of the batch that links to its producers, and one of
// each record that follows from something recorded, in that record's trace. What the batch has no
// record of that kind makes none. They end with this object.
class ProcessSpans {
 public:
  // Tells each record of `batch` its span.
  ProcessSpans(const std::string& service, const Partition& partition,
               std::vector<RawRecord>& batch);
  void Failed(const Status& status);

 private:
  void Begin(const std::string& service, RawRecord& record, const trace::SpanContext& producer);

  std::optional<trace::Span> batch_;
  std::vector<trace::Span> records_;
};

}  // namespace recourse
