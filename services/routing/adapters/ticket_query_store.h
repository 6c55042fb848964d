#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/common/access/caller.h"
#include "services/common/postgres/pool.h"
#include "services/common/runtime/tail.h"
#include "services/routing/adapters/ticket_row.h"

namespace recourse::routing {

// What to list; what is absent does not narrow.
struct TicketFilter {
  std::string scope;  // a branch or a region, as ScopeCovers reads it; empty for all
  std::string branch_id;
  std::optional<TicketState> state{};
  bool breached = false;
  bool open_only = false;
  std::optional<Uuid> customer_id{};
};

struct TicketPage {
  std::vector<TicketRow> rows;
  std::string next_page_token;  // empty at the end
};

struct Reply {
  std::string agent_id;
  std::string text;
  Timestamp recorded_time;
};

struct Disposition {
  int kind = 0;  // 1 opened, 2 joined, 3 recorded
  std::optional<Uuid> ticket_id{};
};

// Reads of tickets outside any decision. Thread-safe.
class TicketQueries {
 public:
  static constexpr int kPageMax = 200;
  static constexpr int kPageDefault = 50;
  static constexpr int kRepliesMax = 1'000;
  static constexpr int kSnapshotTicketsMax = 200'000;

  explicit TicketQueries(Pool& pool) : pool_(pool) {}
  // By id or by number. NOT_FOUND.
  StatusOr<TicketRow> Get(const std::string& id_or_number);
  // Replies of before there were facts in this table.
  StatusOr<std::vector<Reply>> OldReplies(const TicketId& ticket_id);
  // Facts of a ticket after a version of it, oldest first, each a TicketEvent; of one type (such as
  // TicketReplied) or of all.
  StatusOr<std::vector<std::string>> Facts(const TicketId& ticket_id, std::int64_t after_version,
                                           int limit, const std::string& type = "");
  // Newest first. INVALID_ARGUMENT for a token that is none of ours.
  StatusOr<TicketPage> List(const TicketFilter& filter, int page_size,
                            const std::string& page_token);
  // Whether this command was carried out: a request of this digest, answered and not refused.
  StatusOr<bool> WasDone(const RequestId& request_id, const std::string& digest);
  StatusOr<Disposition> DispositionOf(const Uuid& feedback_id);
  // All that fits the filter and the heads of `topic` at one instant. RESOURCE_EXHAUSTED beyond
  // kSnapshotTicketsMax.
  StatusOr<std::vector<TicketRow>> Snapshot(const TicketFilter& filter, const std::string& topic,
                                            Heads& heads);

 private:
  Pool& pool_;
};

}  // namespace recourse::routing
