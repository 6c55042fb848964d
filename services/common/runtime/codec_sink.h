#pragma once

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "services/common/runtime/handler.h"
#include "services/common/runtime/log_ports.h"

namespace recourse {

// Records into a domain: decodes and prepares before the transaction begins, then handles.
template <Decider D>
class CodecSink final : public Sink {
 public:
  CodecSink(Store<D>& store, const Codec<D>& codec)
      : store_(store), handler_(store), codec_(codec) {}

  StatusOr<Progress> Handle(const Partition& partition,
                            const std::vector<RawRecord>& batch) override {
    std::vector<Record<D>> records = ReadAll(batch);
    std::vector<typename D::Event*> events;
    Gather(records, events);
    codec_.Prepare(events);
    return handler_.Handle(partition, records);
  }

  StatusOr<std::vector<Progress>> HandleAll(const std::vector<RawBatch>& batches) override {
    std::vector<typename Handler<D>::Batch> read;
    for (const auto& [partition, raw] : batches) read.emplace_back(partition, ReadAll(*raw));
    std::vector<typename D::Event*> events;
    for (auto& [partition, records] : read) Gather(records, events);
    codec_.Prepare(events);
    return handler_.Handle(read);
  }

  StatusOr<Position> PositionOf(const Partition& partition) override {
    return store_.PositionOf(partition);
  }

 private:
  static void Gather(std::vector<Record<D>>& records, std::vector<typename D::Event*>& events) {
    for (Record<D>& record : records) {
      if (auto* event = std::get_if<typename D::Event>(&record.content)) events.push_back(event);
    }
  }

  std::vector<Record<D>> ReadAll(const std::vector<RawRecord>& batch) const {
    std::vector<Record<D>> records;
    records.reserve(batch.size());
    for (const RawRecord& raw : batch) records.push_back(Read(raw));
    return records;
  }

  Record<D> Read(const RawRecord& raw) const {
    Record<D> record{raw.place, raw.offset, raw.id, Unreadable{"no place: ce_sequence is absent"},
                     std::make_shared<const RawRecord>(raw)};
    if (raw.place.sequence == 0) return record;
    if (raw.unreadable) {
      record.content = Unreadable{*raw.unreadable};
      return record;
    }
    auto content = codec_.Decode(raw);
    if (auto* event = std::get_if<typename D::Event>(&content)) {
      record.content = std::move(*event);
    } else {
      record.content = std::get<Unreadable>(std::move(content));
    }
    return record;
  }

  Store<D>& store_;
  Handler<D> handler_;
  const Codec<D>& codec_;
};

}  // namespace recourse
