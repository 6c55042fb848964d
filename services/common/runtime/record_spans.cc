#include "services/common/runtime/record_spans.h"

#include <algorithm>

#include "services/common/trace/attributes.h"

namespace recourse {
namespace {

void Describe(trace::Span& span, const char* operation, const char* type,
              const Partition& partition) {
  span.Set(trace::kMessagingSystem, "kafka");
  span.Set(trace::kMessagingOperationName, operation);
  span.Set(trace::kMessagingOperationType, type);
  span.Set(trace::kMessagingDestinationName, partition.topic);
  span.Set(trace::kMessagingPartitionId, std::to_string(partition.number));
}

// Where the header is that a record of the log, or an outbox row, names its trace by.
template <typename AnyHeaders>
auto Find(AnyHeaders& headers) {
  return std::find_if(headers.begin(), headers.end(),
                      [](const auto& header) { return header.first == trace::kTraceparent; });
}

std::optional<trace::SpanContext> SampledIn(const Headers& headers) {
  const auto context = trace::ParseTraceparent(TraceparentOf(headers));
  return context && context->sampled ? context : std::nullopt;
}

}  // namespace

std::string_view TraceparentOf(const Headers& headers) {
  const auto found = Find(headers);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

void SendSpans::Begin(Outgoing& row) {
  if (!trace::Enabled()) return;
  const auto parent = SampledIn(row.headers);
  if (!parent) return;
  auto span = trace::Start(trace::SpanKind::kProducer, "send", row.partition.topic, *parent);
  if (!span.recording()) return;
  Describe(span, "send", "send", row.partition);
  span.Set(trace::kMessagingMessageId, ToString(row.id));
  Find(row.headers)->second = trace::FormatTraceparent(span.context());
  spans_.insert_or_assign({row.partition, row.place.sequence}, std::move(span));
}

void SendSpans::Delivered(const Partition& partition, std::int64_t sequence) {
  if (!spans_.empty()) spans_.erase({partition, sequence});
}

void SendSpans::Abandon(const Partition& partition, std::int64_t sequence) {
  const auto found = spans_.find({partition, sequence});
  if (found == spans_.end()) return;
  found->second.Abandon();
  spans_.erase(found);
}

void SendSpans::Clear() {
  for (auto& [place, span] : spans_) span.Fail("not_reported");
  spans_.clear();
}

ProcessSpans::ProcessSpans(const std::string& service, const Partition& partition,
                           std::vector<RawRecord>& batch) {
  if (!trace::Enabled()) return;
  for (RawRecord& record : batch) {
    record.span = {};
    if (const auto producer = SampledIn(record.headers)) {
      if (!batch_) {
        batch_ = trace::Start(trace::SpanKind::kConsumer, "process", partition.topic, {});
        Describe(*batch_, "process", "process", partition);
        batch_->Set(trace::kMessagingBatchCount, static_cast<std::int64_t>(batch.size()));
      }
      Begin(service, record, *producer);
    }
  }
}

void ProcessSpans::Begin(const std::string& service, RawRecord& record,
                         const trace::SpanContext& producer) {
  auto span = trace::Start(trace::SpanKind::kConsumer, "process", record.partition.topic, producer);
  if (!span.recording()) return;
  Describe(span, "process", "process", record.partition);
  span.Set(trace::kMessagingConsumerGroup, "recourse." + service);
  span.Set(trace::kMessagingKafkaOffset, record.offset);
  span.Set(trace::kMessagingMessageId, ToString(record.id));
  if (batch_->recording()) span.Link(batch_->context());
  batch_->Link(producer);
  record.span = span.context();
  records_.push_back(std::move(span));
}

void ProcessSpans::Failed(const Status& status) {
  const auto code = absl::StatusCodeToString(status.code());
  if (batch_) batch_->Fail(code);
  for (trace::Span& span : records_) span.Fail(code);
}

}  // namespace recourse
