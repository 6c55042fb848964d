#pragma once

#include <string>
#include <variant>

#include "services/common/runtime/ports.h"
#include "services/followup/adapters/ticket_codec.h"
#include "services/followup/domain/decide.h"

namespace recourse::followup {

inline constexpr const char* kLoopTopic = "recourse.followup.loop.v1";

// routing's TicketEvent into events, facts into LoopEvent. Thread-safe.
class LoopCodec final : public Codec<Domain> {
 public:
  std::variant<Event, Unreadable> Decode(const RawRecord& record) const override;
  Encoded Encode(const Fact& fact) const override;
  std::string EncodeAnswer(const Receipt& receipt) const override;
  Receipt DecodeAnswer(const std::string& bytes) const override;
};

}  // namespace recourse::followup
