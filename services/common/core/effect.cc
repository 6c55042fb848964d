#include "services/common/core/effect.h"

#include <array>
#include <string>
#include <utility>

namespace recourse {
namespace {

template <typename T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<EffectKind, 2> kKinds{
    {{EffectKind::kMail, "mail"}, {EffectKind::kWebhook, "webhook"}}};
constexpr Names<Recipient::Kind, 3> kRecipients{{{Recipient::Kind::kNobody, "nobody"},
                                                 {Recipient::Kind::kCustomer, "customer"},
                                                 {Recipient::Kind::kAddress, "address"}}};
constexpr Names<EffectOutcome, 3> kOutcomes{{{EffectOutcome::kDelivered, "delivered"},
                                             {EffectOutcome::kFailed, "failed"},
                                             {EffectOutcome::kUnknown, "unknown"}}};

template <typename T, std::size_t N>
std::string_view Find(const Names<T, N>& names, T value) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "";
}

template <typename T, std::size_t N>
std::optional<T> Parse(const Names<T, N>& names, std::string_view name) {
  for (const auto& [known, word] : names) {
    if (word == name) return known;
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(EffectKind kind) { return Find(kKinds, kind); }
std::string_view NameOf(Recipient::Kind kind) { return Find(kRecipients, kind); }
std::string_view NameOf(EffectOutcome outcome) { return Find(kOutcomes, outcome); }
std::optional<EffectKind> ParseEffectKind(std::string_view name) { return Parse(kKinds, name); }
std::optional<Recipient::Kind> ParseRecipientKind(std::string_view name) {
  return Parse(kRecipients, name);
}
std::optional<EffectOutcome> ParseEffectOutcome(std::string_view name) {
  return Parse(kOutcomes, name);
}

EffectId DeriveEffect(const Uuid& cause, std::size_t ordinal) {
  return EffectId(NamedUuid(cause, "effect " + std::to_string(ordinal)));
}

}  // namespace recourse
