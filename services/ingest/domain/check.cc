#include "services/ingest/domain/check.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace recourse::ingest {
namespace {

constexpr std::array<std::string_view, 10> kChannels = {
    "phone", "web", "app", "mail", "chat", "sms", "social", "branch", "survey", "other"};

using Fault = std::optional<Refusal>;

Fault Refuse(const char* slug, const std::string& field) {
  return Refusal{slug, {{"field", field}}};
}

bool HasNul(const std::string& text) { return text.find('\0') != std::string::npos; }

Fault CheckText(const Submission& in, bool is_blank) {
  if (HasNul(in.text)) return Refuse("text-has-nul", "text");
  if (in.text.size() > kTextBytesMax) return Refuse("text-too-long", "text");
  if (in.text.empty() || is_blank) return Refuse("text-empty", "text");
  return std::nullopt;
}

Fault CheckId(const std::string& id, const char* field) {
  if (HasNul(id)) return Refuse("field-has-nul", field);
  if (id.size() > kIdBytesMax) return Refuse("id-too-long", field);
  return std::nullopt;
}

Fault CheckField(const std::string& value, const char* field) {
  if (HasNul(value)) return Refuse("field-has-nul", field);
  if (value.size() > kFieldBytesMax) return Refuse("field-too-long", field);
  return std::nullopt;
}

Fault CheckAttributes(const Submission& in) {
  if (in.attributes.size() > kAttributesMax) return Refuse("attributes-too-many", "attributes");
  for (const auto& [name, value] : in.attributes) {
    if (HasNul(name) || HasNul(value)) return Refuse("field-has-nul", "attributes");
    if (name.size() > kFieldBytesMax || value.size() > kFieldBytesMax) {
      return Refuse("attribute-too-long", "attributes");
    }
  }
  return std::nullopt;
}

Fault CheckNames(const Submission& in) {
  if (in.source_id.value().empty()) return Refuse("source-id-missing", "source_id");
  if (in.external_id.empty()) return Refuse("external-id-missing", "external_id");
  if (std::find(kChannels.begin(), kChannels.end(), in.channel) == kChannels.end()) {
    return Refuse("channel-unknown", "channel");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> Check(const Submission& in, bool is_blank) {
  const std::array faults = {
      CheckNames(in),
      CheckId(in.source_id.value(), "source_id"),
      CheckId(in.external_id, "external_id"),
      CheckId(in.customer.external_id, "customer.external_id"),
      CheckId(in.about_ticket_id, "about_ticket_id"),
      CheckText(in, is_blank),
      CheckField(in.customer.name, "customer.name"),
      CheckField(in.customer.phone, "customer.phone"),
      CheckField(in.customer.email, "customer.email"),
      CheckField(in.customer.language, "customer.language"),
      CheckField(in.place, "place"),
      CheckField(in.product, "product"),
      CheckAttributes(in),
  };
  for (const Fault& fault : faults) {
    if (fault) return fault;
  }
  return std::nullopt;
}

}  // namespace recourse::ingest
