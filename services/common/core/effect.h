#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/common/core/time.h"
#include "services/common/core/uuid.h"

namespace recourse {

using EffectId = Id<struct EffectIdTag>;

// What carries an effect out of the house.
enum class EffectKind { kMail, kWebhook };

// Whom it is for, by a reference that may stand in the log. A customer's contact points stay at
// ingest: they are asked for just before connecting, and are in no row.
struct Recipient {
  enum class Kind {
    kNobody,    // a webhook to an endpoint of the organisation's own; `reference` is empty
    kCustomer,  // a customer_id
    kAddress,   // an address of our own staff, as it is: somebody@example.com
  };
  Kind kind = Kind::kNobody;
  std::string reference{};
  friend auto operator<=>(const Recipient&, const Recipient&) = default;
};

// Something that leaves the house because of a decision: a mail, a webhook. It is a row of the same
// transaction, is sent once, and what became of it comes back to the aggregate `key` as an event.
struct Effect {
  Uuid key;  // of the aggregate that is told the result
  EffectKind kind = EffectKind::kMail;
  std::string purpose;     // why, one lower-case word of a few: reply, survey, reminder, notice
  std::string endpoint{};  // of a webhook: the name under which operators wired where it goes
  Recipient recipient{};
  // What it says, at most kEffectBytesMax in all: the composer's words (common/courier), and
  // whatever the domain wants back with the result.
  std::map<std::string, std::string> parameters{};
  std::optional<Timestamp> expire_time{};  // from then on it is not sent any more, but failed
  friend bool operator==(const Effect&, const Effect&) = default;
};
inline constexpr std::size_t kEffectBytesMax = 256 * 1024;

// What became of an effect. A person may settle one that is unknown, or have one sent again that is
// unknown or failed: it then has another result.
enum class EffectOutcome {
  kDelivered,  // whoever took it said so: the mail server, the endpoint
  kFailed,     // refused for good, expired, or tried kAttemptsMax times
  kUnknown,    // it may have arrived: nobody answered, or the sender died. Never repeated by itself
};

// `reason` is a slug such as smtp-refused, or settled where a person said so; empty where whoever
// took it did.
struct EffectResult {
  EffectId effect_id;
  Effect effect;
  EffectOutcome outcome = EffectOutcome::kDelivered;
  std::string reason{};
  int attempt_count = 0;
  friend bool operator==(const EffectResult&, const EffectResult&) = default;
};

// The words of rows, metrics and screens: "mail"; "customer"; "delivered".
std::string_view NameOf(EffectKind kind);
std::string_view NameOf(Recipient::Kind kind);
std::string_view NameOf(EffectOutcome outcome);
std::optional<EffectKind> ParseEffectKind(std::string_view name);
std::optional<Recipient::Kind> ParseRecipientKind(std::string_view name);
std::optional<EffectOutcome> ParseEffectOutcome(std::string_view name);

// An effect's id follows from its cause and its place among the effects of that cause, as a fact's
// does; the two never meet.
EffectId DeriveEffect(const Uuid& cause, std::size_t ordinal);

}  // namespace recourse
