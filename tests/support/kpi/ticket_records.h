#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "recourse/routing/v1/ticket_event.pb.h"
#include "services/common/kafka/cloud_event.h"
#include "services/common/runtime/record.h"
#include "services/kpi/adapters/counting_space.h"

namespace recourse::kpi {

namespace pb = recourse::routing::v1;

inline pb::Dimensions DimensionsAt(const std::string& branch, const std::string& category,
                                   pb::TicketState state, pb::ClockState clock) {
  pb::Dimensions dimensions;
  dimensions.set_branch_id(branch);
  dimensions.set_region_id("region-of-" + branch);
  dimensions.set_category(category);
  dimensions.set_state(state);
  dimensions.set_response_clock(clock);
  return dimensions;
}

// A life of tickets as routing tells it, made by chance from a seed, into one partition's records:
// opened, joined, recorded, taken, replied (in time or late), warned, breached, resolved.
class TicketHistory {
 public:
  explicit TicketHistory(std::uint64_t seed, int partition = 3)
      : chance_(seed), partition_{kTicketTopic, partition} {}

  // The next fact as a record at the log's end.
  RawRecord Next() {
    pb::TicketEvent event;
    if (tickets_.empty() || Below(3) == 0) {
      event = Begin();
    } else {
      event = Continue();
    }
    time_ms_ += static_cast<std::int64_t>(Below(90'000));
    event.mutable_recorded_time()->set_seconds(time_ms_ / 1000);
    event.mutable_recorded_time()->set_nanos(static_cast<int>(time_ms_ % 1000) * 1'000'000);
    return RecordOf(event);
  }

  RawRecord RecordOf(const pb::TicketEvent& event) {
    const std::int64_t sequence = ++sequence_;
    return RecordAt({1, 1, sequence}, event);
  }

  // As the log holds it, headers and all.
  RawRecord RecordAt(const Place& place, const pb::TicketEvent& event) {
    Outgoing outgoing;
    outgoing.partition = partition_;
    outgoing.place = place;
    outgoing.id = Derive(Uuid{}, static_cast<std::size_t>(place.sequence));
    outgoing.type = "recourse.routing.v1.Fact";
    outgoing.schema = "recourse.routing.v1.TicketEvent";
    RawRecord record;
    record.partition = partition_;
    record.offset = next_offset_++;
    record.headers = CloudEventHeaders(outgoing);
    record.payload = event.SerializeAsString();
    ReadCloudEvent(record);
    return record;
  }

  // The final states, told apart from how they came about.
  const std::vector<pb::Dimensions>& tickets() const { return tickets_; }
  const Partition& partition() const { return partition_; }
  void StartAt(std::int64_t time_ms) { time_ms_ = time_ms; }

 private:
  std::size_t Below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(chance_);
  }

  pb::TicketEvent Begin() {
    const std::string branches[] = {"north", "south|east", "100%"};
    const std::string categories[] = {"card", "loan", ""};
    const auto& branch = branches[Below(3)];
    const auto& category = categories[Below(3)];
    pb::TicketEvent event;
    if (Below(5) == 0) {
      event.mutable_recorded()->set_type("praise");
      *event.mutable_after() = DimensionsAt(branch, category, pb::TICKET_STATE_UNSPECIFIED,
                                            pb::CLOCK_STATE_UNSPECIFIED);
      return event;
    }
    event.mutable_opened();
    *event.mutable_after() =
        DimensionsAt(branch, category, pb::TICKET_STATE_OPEN, pb::CLOCK_STATE_RUNNING);
    tickets_.push_back(event.after());
    return event;
  }

  pb::TicketEvent Continue() {
    pb::Dimensions& ticket = tickets_[Below(tickets_.size())];
    pb::TicketEvent event;
    *event.mutable_before() = ticket;
    const auto clock = ticket.response_clock();
    const bool runs = clock == pb::CLOCK_STATE_RUNNING || clock == pb::CLOCK_STATE_WARNED;
    const auto choice = Below(5);
    if (ticket.state() == pb::TICKET_STATE_RESOLVED || choice == 0) {
      event.mutable_joined();
    } else if (choice == 1 && runs) {
      event.mutable_clock_breached();
      ticket.set_response_clock(pb::CLOCK_STATE_BREACHED);
    } else if (choice == 2 && clock == pb::CLOCK_STATE_RUNNING) {
      event.mutable_clock_warned();
      ticket.set_response_clock(pb::CLOCK_STATE_WARNED);
    } else if (clock == pb::CLOCK_STATE_MET || clock == pb::CLOCK_STATE_MISSED) {
      event.mutable_resolved();
      ticket.set_state(pb::TICKET_STATE_RESOLVED);
    } else {
      event.mutable_replied();
      ticket.set_state(pb::TICKET_STATE_TAKEN);
      ticket.set_response_clock(runs ? pb::CLOCK_STATE_MET : pb::CLOCK_STATE_MISSED);
    }
    *event.mutable_after() = ticket;
    return event;
  }

  std::mt19937_64 chance_;
  Partition partition_;
  std::vector<pb::Dimensions> tickets_;
  std::int64_t time_ms_ = 1'700'000'000'000;
  std::int64_t next_offset_ = 0;
  std::int64_t sequence_ = 0;
};

}  // namespace recourse::kpi
