#include "services/followup/adapters/in_house_courier.h"

#include <utility>

#include "services/followup/domain/effects.h"

namespace recourse::followup {
namespace {

using Kind = SendOutcome::Kind;

// All that is asked of those who ask nobody outside: the effect's id is the message's.
class InHouseParcel : public Parcel {
 public:
  explicit InHouseParcel(const ClaimedEffect& claimed)
      : effect_(claimed.effect), id_(claimed.id), message_id_(ToString(claimed.id)) {}
  const std::string& message_id() const override { return message_id_; }

 protected:
  const Effect effect_;
  const EffectId id_;

 private:
  const std::string message_id_;
};

class WordsParcel final : public InHouseParcel {
 public:
  WordsParcel(const ClaimedEffect& claimed, IngestClient& ingest)
      : InHouseParcel(claimed), ingest_(ingest) {}
  // A call takes no longer than a stop may wait.
  SendOutcome Send(const std::stop_token&) override {
    const Status sent = ingest_.SubmitWords(effect_);
    if (sent.ok()) return {};
    const std::string said(sent.message());
    if (absl::IsInvalidArgument(sent)) return {Kind::kFailed, said, "ingest refuses: " + said};
    return {Kind::kAgain, "ingest-unavailable", said, {}, true};
  }

 private:
  IngestClient& ingest_;
};

}  // namespace

PreparedEffect InHouseCourier::Prepare(const ClaimedEffect& claimed) {
  const Effect& effect = claimed.effect;
  if (effect.purpose == kFeedback && effect.endpoint == kIngestEndpoint) {
    return std::make_unique<WordsParcel>(claimed, ingest_);
  }
  return outside_.Prepare(claimed);
}

}  // namespace recourse::followup
