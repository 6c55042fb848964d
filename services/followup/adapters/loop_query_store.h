#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/common/postgres/pool.h"
#include "services/followup/domain/customer_file.h"

namespace recourse::followup {

// What to list; what is absent or empty does not narrow.
struct LoopFilter {
  std::string scope;  // a branch or a region, as ScopeCovers reads it; empty for all
  std::string branch_id;
  std::optional<Uuid> ticket_id{};
  std::optional<Uuid> customer_id{};
  std::optional<LoopState> state{};
  std::optional<Verdict> verdict{};
  std::optional<SurveyWay> way{};
  bool unknown = false;  // only those of which nobody said whether the survey arrived
};
struct DeliveryFilter {
  std::string scope;
  std::string branch_id;
  std::optional<Uuid> ticket_id{};
  std::optional<DeliveryState> state{};
  bool tasks = false;  // only what somebody must see to: to tell, failed, unknown
};

// A row with the file that decides it, as it was at `now` by the database's clock.
struct KeptLoop {
  FileId file_id;
  LoopId loop_id;
  Loop loop;
  Timestamp now;
};
struct KeptDelivery {
  FileId file_id;
  DeliveryId delivery_id;
  Delivery delivery;
};

template <typename Row>
struct PageOf {
  std::vector<Row> rows;
  std::string next_page_token;  // empty at the end
};

// What is known of a customer without his loops and deliveries.
struct KeptCustomer {
  Contacts contacts;
  std::optional<ContactPreference> preference{};
  // Whether something of his is within the scope that was asked for; also where he has nothing.
  bool visible = true;
  Timestamp now;
};

// Reads of files outside any decision. Thread-safe.
class LoopQueries {
 public:
  static constexpr int kPageMax = 200;
  static constexpr int kPageDefault = 50;

  explicit LoopQueries(Pool& pool) : pool_(pool) {}
  // NOT_FOUND.
  StatusOr<KeptLoop> Get(const LoopId& loop_id);
  StatusOr<KeptDelivery> Get(const DeliveryId& delivery_id);
  // One of whom nothing was ever decided is empty.
  StatusOr<KeptCustomer> Get(const CustomerId& customer_id, const std::string& scope);
  // Newest first. INVALID_ARGUMENT for a token that is none of ours.
  StatusOr<PageOf<KeptLoop>> List(const LoopFilter& filter, int page_size,
                                  const std::string& page_token);
  StatusOr<PageOf<KeptDelivery>> List(const DeliveryFilter& filter, int page_size,
                                      const std::string& page_token);

 private:
  Pool& pool_;
};

}  // namespace recourse::followup
