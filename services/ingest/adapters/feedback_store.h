#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "services/common/postgres/tables.h"
#include "services/ingest/domain/decide.h"

namespace recourse::ingest {

// The register and the customers. Thread-safe.
class FeedbackTables final : public Tables<Domain> {
 public:
  // Reads id and digest alone: nothing else is needed to decide, and rows that exist are never
  // written again. Rows that do not are locked by their insertion, ascending.
  StatusOr<View> Load(Session& session, const std::vector<FeedbackId>& ids) override;
  void Save(Session& session, const Changes<Domain>& changes) override;
  StatusOr<std::shared_ptr<const Policy>> ReadPolicy(Session& session) override;

 private:
  // Sources that were seen: the rest is made on first sight.
  std::vector<std::string> UnseenSources(const Changes<Domain>& changes);

  std::mutex mutex_;
  std::set<SourceId> seen_;
};

// One registered piece of feedback, read outside any decision.
struct Registered {
  CustomerId customer_id;
  Submission submission;
  Timestamp recorded_time;
};

// Reads of the register. Thread-safe.
class FeedbackQueries {
 public:
  explicit FeedbackQueries(Pool& pool) : pool_(pool) {}
  StatusOr<Registered> Get(const FeedbackId& id);

 private:
  Pool& pool_;
};

}  // namespace recourse::ingest
