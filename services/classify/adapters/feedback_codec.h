#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>

#include "services/classify/adapters/rules_store.h"
#include "services/classify/domain/decide.h"
#include "services/classify/domain/scorer.h"
#include "services/common/runtime/ports.h"

namespace recourse::classify {

inline constexpr const char* kReceivedTopic = "recourse.ingest.feedback.v1";
inline constexpr const char* kClassifiedTopic = "recourse.classify.feedback.v1";
inline constexpr const char* kDeadTopic = "recourse.classify.dead.v1";
// Ingest takes 64 KiB as sent, and form C may make some scripts longer: at most threefold.
inline constexpr std::size_t kReceivedTextBytesMax = 3 * 65'536;

// Ingest's FeedbackEvent into events, folded on the way; facts into classify's FeedbackEvent.
// Prepare scores events together and asks the rules that were active last, so that neither a slow
// model nor a slow pattern is waited for inside of a transaction. Thread-safe.
class FeedbackCodec final : public Codec<Domain> {
 public:
  FeedbackCodec(const Scorer& scorer, const RulesStore& rules) : scorer_(scorer), rules_(rules) {}
  std::variant<Event, Unreadable> Decode(const RawRecord& record) const override;
  void Prepare(std::span<Event* const> events) const override;
  Encoded Encode(const Fact& fact) const override;
  std::string EncodeAnswer(const CorrectionAnswer& answer) const override {
    return std::to_string(answer.ordinal);
  }
  CorrectionAnswer DecodeAnswer(const std::string& bytes) const override {
    return {std::stoi(bytes)};
  }

 private:
  const Scorer& scorer_;
  const RulesStore& rules_;
};

}  // namespace recourse::classify
