#include "services/common/courier/composer.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace recourse {
namespace {

namespace json = boost::json;

constexpr const char* kWrittenByAPerson = "reply";

std::string Take(const Effect& effect, const std::string& name) {
  const auto found = effect.parameters.find(name);
  return found == effect.parameters.end() ? "" : found->second;
}

json::object Known(const Contact& contact) {
  json::object known;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) known[name] = value;
  };
  add("email", contact.email);
  add("phone", contact.phone);
  add("name", contact.name);
  add("language", contact.language);
  return known;
}

}  // namespace

StatusOr<MailText> PlainComposer::WriteMail(const Effect& effect, const Contact&) {
  MailText mail{Take(effect, "subject"),
                Take(effect, "text"),
                Take(effect, "html"),
                Take(effect, "reply_to"),
                Take(effect, "in_reply_to"),
                Take(effect, "list_unsubscribe"),
                effect.purpose != kWrittenByAPerson};
  if (mail.subject.empty() || mail.text.empty()) {
    return absl::InvalidArgumentError("a mail needs the parameters subject and text");
  }
  return mail;
}

StatusOr<std::string> PlainComposer::WriteWebhook(const Effect& effect, const Contact& contact) {
  json::object data;
  for (const auto& [name, value] : effect.parameters) data[name] = value;
  json::object body{{"type", "recourse." + effect.purpose}};
  if (json::object to = Known(contact); !to.empty()) body["to"] = std::move(to);
  body["data"] = std::move(data);
  return json::serialize(body);
}

}  // namespace recourse
