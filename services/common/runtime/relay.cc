#include "services/common/runtime/relay.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"

namespace recourse {

Relay::Relay(RelayStore& store, LogWriterFactory writers, RelayOptions options)
    : store_(store),
      writers_(std::move(writers)),
      options_(std::move(options)),
      store_backoff_(kBackoffMin, kBackoffMax, options_.owner),
      log_backoff_(kBackoffMin, kBackoffMax, options_.owner),
      pending_gauge_("recourse_outbox_pending_rows",
                     "Outbox rows that the log is not known to have",
                     {{"service", options_.service}}),
      sent_counter_("recourse_relay_sent_total", "Records that the log has taken",
                    {{"service", options_.service}}),
      restarts_counter_("recourse_relay_restarts_total",
                        "Writers given up, and sending begun again at what was delivered",
                        {{"service", options_.service}}) {}

Relay::~Relay() { Stop(); }

void Relay::Start() {
  worker_ = Worker("relay", [this](const std::stop_token& stop) { Run(stop); });
}

void Relay::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void Relay::Wake() {
  {
    std::lock_guard lock(mutex_);
    wake_ = true;
  }
  woken_.notify_one();
}

void Relay::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Instant began = std::chrono::steady_clock::now();
    const auto wait = Step();
    const auto took =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    const auto apart = std::min(wait, std::clamp(took, kLookApart, kLookEvery));
    if (!SleepFor(stop, apart)) break;
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, stop, wait - apart, [this] { return wake_; });
    wake_ = false;
  }
  Drain();
}

void Relay::Drain() {
  const Instant until = options_.clock() + kDrainMax;
  while (writer_ && Outstanding() && options_.clock() < until) {
    for (const Delivery& delivery : writer_->Deliveries(kReportsEvery)) Note(delivery);
  }
  const Status status = Acknowledge(options_.clock(), /*at_once=*/true);
  if (!status.ok()) {
    Log(LogLevel::kInfo, "last acknowledgements not kept", {{"status", status.ToString()}});
  }
  writer_.reset();
}

std::chrono::milliseconds Relay::Step() {
  bool more = false;
  const Status status = Round(options_.clock(), &more);
  if (status.ok()) {
    store_backoff_.Reset();
    if (more) return std::chrono::milliseconds(0);
    const bool soon = Outstanding() && options_.clock() - report_time_ < kSoonFor;
    return soon ? kReportsEvery : kLookEvery;
  }
  if (DispositionOf(status.code()) == Disposition::kCrash) options_.crash(status);
  Log(LogLevel::kWarning, "the outbox cannot be read or acknowledged",
      {{"status", status.ToString()}});
  return store_backoff_.Next();
}

Status Relay::Round(Instant now, bool* more) {
  if (Status s = Renew(now); !s.ok()) return s;
  if (Status s = Look(); !s.ok()) return s;
  Collect(now);
  if (Status s = SendAll(now, more); !s.ok()) return s;
  if (Status s = Acknowledge(now, /*at_once=*/false); !s.ok()) return s;
  WatchSilence(now);
  return Forget(now);
}

Status Relay::Renew(Instant now) {
  if (now < renew_time_) return absl::OkStatus();
  const auto leases = store_.Hold(options_.owner);
  if (!leases.ok()) return leases.status();
  renew_time_ = now + kLease / 2;
  std::set<Partition> held;
  for (const Lease& lease : *leases) {
    held.insert(lease.partition);
    Adopt(lease);
  }
  for (auto each = sendings_.begin(); each != sendings_.end();) {
    if (held.contains(each->first)) {
      ++each;
      continue;
    }
    if (each->second.sent > each->second.delivered) DropWriter();
    each = sendings_.erase(each);
  }
  return absl::OkStatus();
}

// Reports of an earlier term, or from before someone set the acknowledged sequence back, must not
// be counted in this one: the writer that still owes them is given up.
void Relay::Adopt(const Lease& lease) {
  const auto found = sendings_.find(lease.partition);
  const bool known = found != sendings_.end() && found->second.term == lease.term &&
                     lease.acknowledged_sequence >= found->second.acknowledged;
  if (known) {
    found->second.last = std::max(found->second.last, lease.last_sequence);
    return;
  }
  if (found != sendings_.end()) DropWriter();
  const std::int64_t from = lease.acknowledged_sequence;
  sendings_[lease.partition] = {lease.term, from, from, from, lease.last_sequence, {}, {}};
}

Status Relay::Look() {
  const auto heads = store_.Heads();
  if (!heads.ok()) return heads.status();
  std::int64_t pending = 0;
  for (const OutboxHead& head : *heads) {
    pending += head.last_sequence - head.acknowledged_sequence;
    // One that was never seen: its lease is free for whoever asks first.
    if (known_.insert(head.partition).second) renew_time_ = Instant{};
    const auto found = sendings_.find(head.partition);
    if (found == sendings_.end()) continue;
    found->second.last = std::max(found->second.last, head.last_sequence);
  }
  pending_rows_.store(pending, std::memory_order_relaxed);
  pending_gauge_.Set(static_cast<double>(pending));
  return absl::OkStatus();
}

void Relay::Collect(Instant now) {
  if (!writer_) return;
  for (const Delivery& delivery : writer_->Deliveries(std::chrono::milliseconds(0))) {
    if (!delivery.status.ok()) {
      LogFailed(now, delivery.status);
      return;  // what else this writer said is beyond the hole, or is heard again
    }
    Note(delivery);
    log_backoff_.Reset();
    report_time_ = now;
    full_ = false;
  }
}

void Relay::Note(const Delivery& delivery) {
  const auto found = sendings_.find(delivery.partition);
  if (!delivery.status.ok() || found == sendings_.end()) return;
  sent_counter_.Add();
  spans_.Delivered(delivery.partition, delivery.sequence);
  Sending& sending = found->second;
  if (delivery.sequence > sending.delivered) sending.beyond.insert(delivery.sequence);
  while (!sending.beyond.empty() && *sending.beyond.begin() == sending.delivered + 1) {
    ++sending.delivered;
    sending.beyond.erase(sending.beyond.begin());
  }
}

Status Relay::SendAll(Instant now, bool* more) {
  for (auto& [partition, sending] : sendings_) {
    if (full_) return absl::OkStatus();
    if (sending.last <= sending.sent || now < send_time_[partition.topic]) continue;
    if (!writer_) writer_ = writers_();
    if (!Outstanding()) report_time_ = now;
    auto rows = store_.Read(partition, sending.sent, kRowsPerRead);
    if (!rows.ok()) return rows.status();
    const Status sent = SendRows(partition, *rows, sending);
    if (sent.code() == StatusCode::kResourceExhausted) {
      full_ = true;  // and nothing more is read until the log has taken some
    } else if (sent.code() == StatusCode::kUnavailable) {
      Postpone(partition.topic, now, sent);  // the writer is still good for other topics
    } else if (!sent.ok()) {
      LogFailed(now, sent);
      return absl::OkStatus();
    }
    *more = *more || (sent.ok() && !rows->empty() && sending.sent < sending.last);
  }
  return absl::OkStatus();
}

Status Relay::SendRows(const Partition& partition, std::vector<Outgoing>& rows, Sending& sending) {
  for (Outgoing& row : rows) {
    if (!Follows(partition, sending, row.place.sequence)) return absl::OkStatus();
    spans_.Begin(row);
    if (Status s = writer_->Send(row); !s.ok()) {
      spans_.Abandon(partition, row.place.sequence);
      return s;
    }
    sending.sent = row.place.sequence;
  }
  return absl::OkStatus();
}

// Rows that the outbox no longer has cannot be sent by anyone: those who hear say which they miss.
// Only when all before them is delivered, or the prefix would end there for ever.
bool Relay::Follows(const Partition& partition, Sending& sending, std::int64_t sequence) {
  if (sequence == sending.sent + 1) return true;
  if (sending.delivered != sending.sent) return false;
  Log(LogLevel::kError, "rows are absent from the outbox and are passed over",
      {{"partition", ToString(partition)}, {"from", sending.sent + 1}, {"to", sequence - 1}});
  sending.sent = sending.delivered = sequence - 1;
  return true;
}

Status Relay::Acknowledge(Instant now, bool at_once) {
  for (auto each = sendings_.begin(); each != sendings_.end();) {
    Sending& sending = each->second;
    const bool due = at_once || now - sending.acknowledged_time >= kAcknowledgeEvery;
    if (sending.delivered == sending.acknowledged || !due) {
      ++each;
      continue;
    }
    const auto ours = store_.Acknowledge(each->first, sending.term, sending.delivered);
    if (!ours.ok()) return ours.status();
    if (!*ours) {  // another's now, or set back: the next Hold tells
      renew_time_ = now;
      if (sending.sent > sending.delivered) DropWriter();
      each = sendings_.erase(each);
      continue;
    }
    sending.acknowledged = sending.delivered;
    sending.acknowledged_time = now;
    ++each;
  }
  return absl::OkStatus();
}

Status Relay::Forget(Instant now) {
  if (now < forget_time_) return absl::OkStatus();
  forget_time_ = now + kForgetEvery;
  return store_.Forget(options_.fact_days);
}

void Relay::WatchSilence(Instant now) {
  if (!Outstanding() || now - report_time_ < kSilenceMax) return;
  report_time_ = now;
  LogFailed(now, absl::UnavailableError("the log has reported nothing for a minute"));
}

bool Relay::Outstanding() const {
  for (const auto& [partition, sending] : sendings_) {
    if (sending.sent > sending.delivered) return true;
  }
  return false;
}

void Relay::DropWriter() {
  if (!writer_) return;
  writer_.reset();
  spans_.Clear();
  restarts_counter_.Add();
  for (auto& [partition, sending] : sendings_) {
    sending.sent = sending.delivered;
    sending.beyond.clear();
  }
  full_ = false;
}

void Relay::Postpone(const std::string& topic, Instant now, const Status& status) {
  const auto wait = log_backoff_.Next();
  send_time_[topic] = now + wait;
  Log(LogLevel::kWarning, "facts wait for the log",
      {{"topic", topic},
       {"status", status.ToString()},
       {"again_ms", wait.count()},
       {"pending", pending_rows_.load()}});
}

void Relay::LogFailed(Instant now, const Status& status) {
  std::set<std::string> topics;
  for (const auto& [partition, sending] : sendings_) {
    if (sending.last > sending.delivered) topics.insert(partition.topic);
  }
  for (const std::string& topic : topics) Postpone(topic, now, status);
  DropWriter();
}

}  // namespace recourse
