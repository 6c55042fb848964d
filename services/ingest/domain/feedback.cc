#include "services/ingest/domain/feedback.h"

namespace recourse::ingest {
namespace {

// Two steps, so that no source can be named into the space of another.
Uuid SpaceOf(const char* kind, const SourceId& source_id) {
  return NamedUuid(NamedUuid(kRecourseSpace, kind), source_id.value());
}

}  // namespace

FeedbackId FeedbackIdOf(const SourceId& source_id, const std::string& external_id) {
  return FeedbackId(NamedUuid(SpaceOf("feedback", source_id), external_id));
}

CustomerId CustomerIdOf(const SourceId& source_id, const std::string& external_id) {
  return CustomerId(NamedUuid(SpaceOf("customer", source_id), external_id));
}

}  // namespace recourse::ingest
