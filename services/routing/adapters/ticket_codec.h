#pragma once

#include <string>
#include <variant>

#include "services/common/runtime/ports.h"
#include "services/routing/domain/decide.h"

namespace recourse::routing {

inline constexpr const char* kFeedbackTopic = "recourse.classify.feedback.v1";
inline constexpr const char* kMatterTopic = "recourse.classify.matter.v1";
inline constexpr const char* kLoopTopic = "recourse.followup.loop.v1";
inline constexpr const char* kTicketTopic = "recourse.routing.ticket.v1";

// A fact's name (TicketOpened) and its TicketEvent.
struct EncodedFact {
  std::string name;
  std::string bytes;
};
EncodedFact EncodeFact(const Fact& fact);

// classify's FeedbackEvent and MatterEvent and followup's LoopEvent into events, facts into
// TicketEvent. Of a loop only the answer that asks for reopening is routing's; all else asks
// nothing. Thread-safe.
class TicketCodec final : public Codec<Domain> {
 public:
  std::variant<Event, Unreadable> Decode(const RawRecord& record) const override;
  Encoded Encode(const Fact& fact) const override;
  std::string EncodeAnswer(const Answer& answer) const override;
  Answer DecodeAnswer(const std::string& bytes) const override;
};

}  // namespace recourse::routing
