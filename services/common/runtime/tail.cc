#include "services/common/runtime/tail.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"

namespace recourse {

bool IsAfter(const Heads& heads, const RawRecord& record) {
  const auto found = heads.find(record.partition);
  return found == heads.end() || record.place.sequence > found->second;
}

void Subscription::StartAfter(Heads heads) {
  std::lock_guard lock(mutex_);
  heads_ = std::move(heads);
}

Subscription::Taken Subscription::Take(std::size_t max) {
  std::lock_guard lock(mutex_);
  Taken taken;
  if (std::exchange(resync_, false)) {
    queue_.clear();
    heads_.clear();
    taken.resync = true;
    return taken;
  }
  while (!queue_.empty() && taken.records.size() < max) {
    if (IsAfter(heads_, *queue_.front())) taken.records.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void Subscription::Offer(const Records& records) {
  {
    std::lock_guard lock(mutex_);
    if (resync_) return;  // it begins again anyway
    const bool was_empty = queue_.empty();
    if (queue_.size() + records.size() > kQueueMax) {
      queue_.clear();
      resync_ = true;
    } else {
      queue_.insert(queue_.end(), records.begin(), records.end());
    }
    if (!was_empty && !resync_) return;
  }
  wake_();
}

void Subscription::Resync() {
  {
    std::lock_guard lock(mutex_);
    queue_.clear();
    if (std::exchange(resync_, true)) return;
  }
  wake_();
}

Tail::Tail(LogTailFactory readers, TailOptions options)
    : readers_(std::move(readers)),
      options_(std::move(options)),
      subscriptions_gauge_("recourse_tail_subscriptions", "Readers of a watch",
                           {{"service", options_.service}, {"topic", options_.topic}}),
      resyncs_counter_("recourse_tail_resyncs_total", "Times that readers were told to begin again",
                       {{"service", options_.service}, {"topic", options_.topic}}) {}

Tail::~Tail() { Stop(); }

void Tail::Start() {
  worker_ = Worker("tail", [this](const std::stop_token& stop) { Run(stop); });
}

void Tail::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void Tail::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (const auto wait = Step(); wait.count() > 0) SleepFor(stop, wait);
  }
  ready_.store(false, std::memory_order_release);
  reader_.reset();
}

std::shared_ptr<Subscription> Tail::Subscribe(std::function<void()> wake) {
  std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_, [](const auto& each) { return each.expired(); });
  if (!Ready() || subscriptions_.size() >= kSubscriptionsMax) return nullptr;
  std::shared_ptr<Subscription> subscription(new Subscription(std::move(wake)));
  subscriptions_.push_back(subscription);
  subscriptions_gauge_.Set(static_cast<double>(subscriptions_.size()));
  return subscription;
}

std::chrono::milliseconds Tail::Step() {
  if (!reader_) reader_ = readers_();
  auto polled = reader_->Poll(kRecordsPerPoll, kPollWait);
  if (!polled.ok()) {
    Failed(polled.status());
    return kBackoff;
  }
  ready_.store(reader_->Held().joined, std::memory_order_release);
  Subscription::Records records;
  bool hole = false;
  for (RawRecord& record : *polled) {
    if (!IsNew(record, &hole)) continue;
    records.push_back(std::make_shared<const RawRecord>(std::move(record)));
  }
  if (hole) {
    ResyncAll("a fact is absent");
  } else if (!records.empty()) {
    for (const auto& each : Subscriptions()) each->Offer(records);
  }
  return std::chrono::milliseconds(0);
}

// One that never joined is asked again; one that did may have missed something.
void Tail::Failed(const Status& status) {
  Log(LogLevel::kWarning, "the watch waits for the log",
      {{"topic", options_.topic}, {"status", status.ToString()}});
  if (!ready_.exchange(false, std::memory_order_acq_rel)) return;
  reader_.reset();
  seen_.clear();
  ResyncAll("the log was away");
}

// What was not seen may be in a snapshot that is taken from now on, and later facts with it.
bool Tail::IsNew(const RawRecord& record, bool* hole) {
  if (record.place.sequence == 0) return false;  // a stray says nothing to anybody
  const auto [found, first] = seen_.emplace(record.partition, record.place);
  if (first) return true;
  Place& seen = found->second;
  if (record.place.epoch > seen.epoch) {
    *hole = *hole || record.place.epoch_first != seen.sequence + 1 ||
            record.place.sequence != seen.sequence + 1;
  } else if (record.place.sequence <= seen.sequence) {
    return false;
  } else {
    *hole = *hole || record.place.sequence > seen.sequence + 1;
  }
  seen = record.place;
  return true;
}

std::vector<std::shared_ptr<Subscription>> Tail::Subscriptions() {
  std::vector<std::shared_ptr<Subscription>> all;
  std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_, [](const auto& each) { return each.expired(); });
  for (const auto& each : subscriptions_) {
    if (auto subscription = each.lock()) all.push_back(std::move(subscription));
  }
  subscriptions_gauge_.Set(static_cast<double>(all.size()));
  return all;
}

void Tail::ResyncAll(const char* why) {
  const auto all = Subscriptions();
  if (all.empty()) return;
  Log(LogLevel::kInfo, "watchers are told to begin again",
      {{"topic", options_.topic}, {"why", why}, {"count", all.size()}});
  resyncs_counter_.Add(static_cast<double>(all.size()));
  for (const auto& each : all) each->Resync();
}

}  // namespace recourse
