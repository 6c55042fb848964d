#include "services/common/runtime/consumer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/runtime/record_spans.h"

namespace recourse {
namespace {

constexpr const char* kLogCondition = "log";
constexpr const char* kNotJoined =
    "Kafka has not said which partitions to hear; if this lasts, check that it runs at "
    "RECOURSE_KAFKA_BROKERS and has the topics";
constexpr const char* kStoreCondition = "handling of records";

std::string HoleCondition(const Partition& partition) { return "hole in " + ToString(partition); }
std::string StartCondition(const Partition& partition) { return "start of " + ToString(partition); }
std::string LineCondition(const Partition& partition) {
  return "time line of " + ToString(partition);
}

}  // namespace

Consumer::Consumer(LogReaderFactory readers, Sink& sink, AttemptStore& attempts,
                   Readiness& readiness, ConsumerOptions options)
    : readers_(std::move(readers)),
      sink_(sink),
      attempts_(attempts),
      readiness_(readiness),
      options_(std::move(options)),
      backoff_(kBackoffMin, kBackoffMax, options_.service),
      metrics_(options_.service) {
  readiness_.SetNotReady(kLogCondition, kNotJoined);
  apart_since_ = options_.clock();
}

Consumer::~Consumer() { Stop(); }

void Consumer::Start() {
  worker_ = Worker("consumer", [this](const std::stop_token& stop) { Run(stop); });
}

void Consumer::Stop() {
  worker_.RequestStop();
  worker_.Join();
}

void Consumer::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (const auto wait = Step(); wait.count() > 0) SleepFor(stop, wait);
  }
  End();
}

void Consumer::End() {
  for (const auto& [partition, hearing] : hearings_) Release(partition, hearing);
  hearings_.clear();
  reader_.reset();
}

std::chrono::milliseconds Consumer::Step() {
  const Instant now = options_.clock();
  const Status status = Round(now);
  if (!status.ok()) return Failed(now, status);
  Succeeded();
  return std::chrono::milliseconds(0);
}

Status Consumer::Round(Instant now) {
  const bool idle = std::all_of(hearings_.begin(), hearings_.end(),
                                [](const auto& each) { return each.second.inbox.empty(); });
  if (idle) {
    if (Status s = Poll(); !s.ok()) return s;
  }
  for (auto& [partition, hearing] : hearings_) {
    if (Status s = HandleInbox(partition, hearing, now); !s.ok()) return s;
  }
  TellHoles(now);
  LookAround(now);
  return std::exchange(start_status_, absl::OkStatus());
}

StatusOr<std::int64_t> Consumer::StartOf(const Partition& partition) {
  const auto position = sink_.PositionOf(partition);
  if (!position.ok()) {
    start_status_ = position.status();
    return position.status();
  }
  Hearing& hearing = hearings_[partition];
  hearing.position = *position;
  hearing.inbox.clear();
  hearing.read_offset = position->offset + 1;
  return hearing.read_offset;
}

Status Consumer::Poll() {
  if (!reader_) {
    reader_ = readers_([this](const Partition& partition) { return StartOf(partition); });
  }
  auto records = reader_->Poll(kRecordsPerPoll, kPollWait);
  if (!records.ok()) {
    reader_.reset();
    return records.status();
  }
  FollowHolding();
  for (RawRecord& record : *records) {
    const auto found = hearings_.find(record.partition);
    if (found == hearings_.end()) continue;  // was taken away meanwhile
    found->second.read_offset = record.offset + 1;
    found->second.inbox.push_back(std::move(record));
  }
  return absl::OkStatus();
}

void Consumer::FollowHolding() {
  const Holding holding = reader_->Held();
  TellJoined(holding.joined);
  if (!holding.joined) return;
  for (auto each = hearings_.begin(); each != hearings_.end();) {
    const bool held = std::find(holding.partitions.begin(), holding.partitions.end(),
                                each->first) != holding.partitions.end();
    if (!held) Release(each->first, each->second);
    each = held ? std::next(each) : hearings_.erase(each);
  }
  Refuse(holding.refused);
}

void Consumer::TellJoined(bool joined) {
  const Instant now = options_.clock();
  if (joined) {
    if (apart_since_) readiness_.SetReady(kLogCondition);
    apart_since_.reset();
    return;
  }
  if (!apart_since_) apart_since_ = now;
  if (now - *apart_since_ > kAwayMax) readiness_.SetNotReady(kLogCondition, kNotJoined);
}

void Consumer::Refuse(const std::map<Partition, Status>& refused) {
  for (const auto& [partition, status] : refused) {
    if (refused_.contains(partition)) continue;
    Log(LogLevel::kError, "a partition cannot be read",
        {{"partition", ToString(partition)}, {"status", status.ToString()}});
    readiness_.SetNotReady(StartCondition(partition), std::string(status.message()));
  }
  for (const auto& [partition, status] : refused_) {
    if (!refused.contains(partition)) readiness_.Forget(StartCondition(partition));
  }
  refused_ = refused;
}

// Another's now, or nobody's: nothing of it is in hand here.
void Consumer::Release(const Partition& partition, const Hearing& hearing) {
  readiness_.Forget(HoleCondition(partition));
  readiness_.Forget(LineCondition(partition));
  metrics_.SetLag(partition, 0);
  if (!hearing.care) return;
  if (Status s = attempts_.End(partition); !s.ok()) {
    Log(LogLevel::kInfo, "the next start will take more care than it needs",
        {{"partition", ToString(partition)}, {"status", s.ToString()}});
  }
}

Status Consumer::HandleInbox(const Partition& partition, Hearing& hearing, Instant now) {
  if (hearing.inbox.empty()) return Unmark(partition, hearing);
  Selection selection = SelectNext(hearing.position, std::move(hearing.inbox));
  hearing.inbox = std::move(selection.next);
  if (selection.lost_time_line) TellLost(partition, hearing);
  while (!hearing.inbox.empty()) {
    if (Status s = HandleSome(partition, hearing); !s.ok()) return s;
  }
  if (selection.missing) NoteHole(partition, hearing, *selection.missing, now);
  return Unmark(partition, hearing);
}

// One record alone where care is needed, else all of the inbox.
Status Consumer::HandleSome(const Partition& partition, Hearing& hearing) {
  if (Status s = BeginCare(partition, hearing); !s.ok()) return s;
  auto& inbox = hearing.inbox;
  if (hearing.care->Needed(inbox.front())) {
    if (Status s = MarkAlone(partition, hearing, inbox.front()); !s.ok()) return s;
    std::vector<RawRecord> alone{inbox.front()};
    if (Status s = Handle(partition, hearing, alone); !s.ok()) return s;
    hearing.care->Done();
    if (!inbox.empty()) inbox.erase(inbox.begin());
    return absl::OkStatus();
  }
  if (Status s = Unmark(partition, hearing); !s.ok()) return s;
  if (Status s = Handle(partition, hearing, inbox); !s.ok()) return s;
  inbox.clear();
  return absl::OkStatus();
}

// Nothing is alone in hand any more. Between lone records the next mark does as well.
Status Consumer::Unmark(const Partition& partition, Hearing& hearing) {
  if (!hearing.care || !hearing.care->marked) return absl::OkStatus();
  if (Status s = attempts_.Clear(partition); !s.ok()) return s;
  hearing.care->marked = false;
  return absl::OkStatus();
}

// Clears the inbox where what it holds is not what the sink wants next.
Status Consumer::Handle(const Partition& partition, Hearing& hearing,
                        std::vector<RawRecord>& batch) {
  const std::int64_t last = LastSequence(batch);
  const auto progress = AskSink(partition, batch);
  if (!progress.ok()) return progress.status();
  hearing.handled = true;
  hearing.position = progress->position;
  if (progress->lost_time_line) {
    TellLost(partition, hearing);
    hearing.inbox.clear();
  } else if (progress->position.sequence < last) {
    SeekToSink(partition, hearing);
  }
  return absl::OkStatus();
}

Status Consumer::BeginCare(const Partition& partition, Hearing& hearing) {
  if (hearing.care) return absl::OkStatus();
  const auto before = attempts_.Begin(partition);
  if (!before.ok()) return before.status();
  std::int64_t end = std::numeric_limits<std::int64_t>::max();
  if (before->running) {
    if (const auto bounds = reader_->Bounds(partition); bounds.ok()) end = bounds->second;
    Log(LogLevel::kInfo, "the last end was not clean: records are handled one by one for a while",
        {{"partition", ToString(partition)}});
  }
  hearing.care.emplace(*before, end);
  return absl::OkStatus();
}

// A stray is never decoded, so it cannot end the process each time.
Status Consumer::MarkAlone(const Partition& partition, Hearing& hearing, RawRecord& record) {
  if (record.place.sequence == 0) return absl::OkStatus();
  const int ends = hearing.care->EndsOf(record);
  if (ends >= Care::kEndsMax && !record.unreadable) {
    record.unreadable = "in hand at " + std::to_string(ends) + " ends of the process";
    Log(LogLevel::kError, "a record that ended the process again and again is put aside",
        {{"partition", ToString(partition)},
         {"sequence", record.place.sequence},
         {"fact_id", ToString(record.id)}});
  }
  hearing.care->marked = true;
  return attempts_.Mark(partition, record.place.sequence, ends + 1);
}

StatusOr<Progress> Consumer::AskSink(const Partition& partition, std::vector<RawRecord>& batch) {
  const auto begin = std::chrono::steady_clock::now();
  ProcessSpans spans(options_.service, partition, batch);
  auto progress = sink_.Handle(partition, batch);
  const auto took = std::chrono::steady_clock::now() - begin;
  const char* outcome = "handled";
  if (progress.ok()) {
    metrics_.AddHandled(partition.topic, batch.size());
  } else {
    spans.Failed(progress.status());
    const bool again = DispositionOf(progress.status().code()) == Disposition::kRetry;
    outcome = again ? "retried" : "ended";
  }
  metrics_.ObserveHandle(partition.topic, outcome, took);
  return progress;
}

// The sink is elsewhere than was thought: another owner, or a store that lost its last second.
void Consumer::SeekToSink(const Partition& partition, Hearing& hearing) {
  Seek(partition, hearing, hearing.position.offset + 1);
}

// A record that was sent again may have been handled where it came last, and what follows it lie
// where it came first.
void Consumer::LookBack(const Partition& partition, Hearing& hearing) {
  const auto bounds = reader_ ? reader_->Bounds(partition) : absl::UnavailableError("no reader");
  if (!bounds.ok()) return;
  const std::int64_t from = hearing.position.offset + 1 - kLookBackRecords;
  Seek(partition, hearing, std::max(from, bounds->first));
}

void Consumer::Seek(const Partition& partition, Hearing& hearing, std::int64_t offset) {
  hearing.inbox.clear();
  hearing.read_offset = offset;
  if (Status s = reader_->Seek(partition, hearing.read_offset); !s.ok()) {
    Log(LogLevel::kWarning, "cannot read again",
        {{"partition", ToString(partition)}, {"status", s.ToString()}});
  }
}

void Consumer::NoteHole(const Partition& partition, Hearing& hearing, std::int64_t missing,
                        Instant now) {
  if (missing != hearing.position.sequence + 1) return;  // the sink was moved meanwhile
  if (!hearing.hole.Note(missing, now)) return;
  Log(LogLevel::kWarning, "a fact is absent from the log for now",
      {{"partition", ToString(partition)}, {"missing", missing}});
  SeekToSink(partition, hearing);
}

void Consumer::TellHoles(Instant now) {
  for (auto& [partition, hearing] : hearings_) {
    if (hearing.hole.Fill(hearing.position.sequence) && hearing.told_hole) {
      hearing.told_hole = false;
      readiness_.Forget(HoleCondition(partition));
    }
    if (hearing.told_hole || !hearing.hole.LastsTooLong(now)) continue;
    hearing.told_hole = true;
    LookBack(partition, hearing);
    readiness_.SetNotReady(HoleCondition(partition),
                           "fact " + std::to_string(hearing.hole.missing()) + " of " +
                               ToString(partition) +
                               " is absent from the log; have its sender send again from it: "
                               "recoursectl relay resend");
  }
}

void Consumer::TellLost(const Partition& partition, Hearing& hearing) {
  if (std::exchange(hearing.told_lost, true)) return;
  readiness_.SetNotReady(
      LineCondition(partition),
      "what was heard of " + ToString(partition) + " up to fact " +
          std::to_string(hearing.position.sequence) +
          " belongs to a time line that a restore undid; restore this service to the same point");
}

void Consumer::LookAround(Instant now) {
  if (now < look_time_ || !reader_) return;
  look_time_ = now + kLookEvery;
  for (auto& [partition, hearing] : hearings_) {
    if (const auto bounds = reader_->Bounds(partition); bounds.ok()) {
      metrics_.SetLag(partition, std::max<std::int64_t>(0, bounds->second - hearing.read_offset));
    }
    if (!std::exchange(hearing.handled, false)) CheckSink(partition, hearing);
  }
}

// A quiet partition would not show that its sink lost something.
void Consumer::CheckSink(const Partition& partition, Hearing& hearing) {
  const auto position = sink_.PositionOf(partition);
  if (!position.ok() || *position == hearing.position) return;
  const bool lost = position->sequence < hearing.position.sequence;
  hearing.position = *position;
  if (lost) SeekToSink(partition, hearing);
}

std::chrono::milliseconds Consumer::Failed(Instant now, const Status& status) {
  if (DispositionOf(status.code()) == Disposition::kCrash) options_.crash(status);
  if (!failing_since_) failing_since_ = now;
  const auto wait = backoff_.Next();
  Log(LogLevel::kWarning, "records wait",
      {{"status", status.ToString()}, {"again_ms", wait.count()}});
  if (now - *failing_since_ > kAwayMax) {
    readiness_.SetNotReady(kStoreCondition, "records wait to be handled, and are tried again: " +
                                                std::string(status.message()));
  }
  return wait;
}

void Consumer::Succeeded() {
  if (!failing_since_) return;
  failing_since_.reset();
  backoff_.Reset();
  readiness_.Forget(kStoreCondition);
}

}  // namespace recourse
