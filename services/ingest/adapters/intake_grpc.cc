#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <map>
#include <utility>

#include "services/common/text/blank.h"
#include "services/ingest/adapters/feedback_codec.h"
#include "services/ingest/adapters/intake.h"
#include "services/ingest/domain/check.h"

namespace recourse::ingest {
namespace {

constexpr const char* kMetric = "recourse_ingest_feedback_total";
constexpr const char* kHelp = "Feedback submitted, by what became of it.";

// Digits alone: the same number is the same however it is written.
std::string PhoneKey(const std::string& phone) {
  std::string digits;
  std::copy_if(phone.begin(), phone.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits.empty() ? "" : "phone:" + digits;
}

std::string MailKey(std::string email) {
  std::transform(email.begin(), email.end(), email.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return email.empty() ? "" : "mail:" + email;
}

// Keyed, so that nobody who sees ids can find the number by trying all numbers.
Uuid KeyedId(const Secret& secret, const std::string& contact) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const std::string& key = secret.Reveal();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(contact.data()), contact.size(), mac, &size);
  return NamedUuid(kRecourseSpace, {reinterpret_cast<const char*>(mac), size});
}

}  // namespace

std::string SentenceOf(const Refusal& refusal) {
  static const std::map<std::string, std::string> kSentences = {
      {"source-id-missing", "source_id is needed: it names the sender"},
      {"external-id-missing",
       "external_id is needed: it is how the same feedback, sent again, is known"},
      {"channel-unknown",
       "channel must be phone, web, app, mail, chat, sms, social, branch, survey or other"},
      {"text-empty", "text has nothing to read"},
      {"text-too-long", "text has at most 65,536 bytes; send the rest as an attachment"},
      {"text-has-nul", "text must not contain U+0000"},
      {"text-not-utf8", "text must be UTF-8"},
      {"field-has-nul", "a field must not contain U+0000"},
      {"field-too-long", "a field has at most 1,024 bytes"},
      {"id-too-long", "an id has at most 256 bytes"},
      {"attributes-too-many", "at most 32 attributes"},
      {"attribute-too-long", "an attribute's name and value have at most 1,024 bytes each"},
      {"time-malformed", "a time must lie in the years 1 to 9999"},
      {"id-malformed", "an id of the platform is a UUID"},
      {"source-forbidden", "people take feedback down under the source `console`"},
      {"customer-id-forbidden",
       "a sender names a customer by its own external_id, not by the platform's id"},
      {"customer-unknown", "there is no such customer: find him again"},
      {"idempotency-key-reused",
       "this external_id was sent before with another content, and the first one stands: give a "
       "new feedback a new external_id"},
  };
  const auto found = kSentences.find(refusal.slug);
  const std::string sentence =
      found == kSentences.end() ? "refused: " + refusal.slug : found->second;
  const auto field = refusal.parameters.find("field");
  return field == refusal.parameters.end() ? sentence : field->second + ": " + sentence;
}

Intake::Intake(Commands<Domain>& commands, std::function<std::int64_t()> pending_rows,
               Secret customer_secret)
    : commands_(commands),
      pending_rows_(std::move(pending_rows)),
      customer_secret_(std::move(customer_secret)),
      accepted_(kMetric, kHelp, {{"outcome", "accepted"}}),
      duplicate_(kMetric, kHelp, {{"outcome", "duplicate"}}),
      refused_(kMetric, kHelp, {{"outcome", "refused"}}) {}

CustomerId Intake::CustomerOf(const Submission& in) const {
  if (!in.known_customer_id.empty()) return in.known_customer_id;
  if (!in.customer.external_id.empty()) {
    return CustomerIdOf(in.source_id, in.customer.external_id);
  }
  const std::string phone = PhoneKey(in.customer.phone);
  const std::string contact = phone.empty() ? MailKey(in.customer.email) : phone;
  return contact.empty() ? CustomerId() : CustomerId(KeyedId(customer_secret_, contact));
}

void Intake::Submit(const v1::SubmitFeedbackRequest& request, Done done) {
  auto read = SubmissionOf(request);
  auto* submission = std::get_if<Submission>(&read);
  auto fault = submission == nullptr ? std::optional(std::get<Refusal>(read))
                                     : Check(*submission, IsBlank(submission->text));
  if (fault) {
    refused_.Add();
    return done(Answered<Domain>(*std::move(fault)));
  }
  if (pending_rows_() >= kOutboxRowsMax) {
    return done(absl::ResourceExhaustedError(
        "the log is away and what waits for it is at its limit: try again in a minute"));
  }
  SubmitFeedback event{FeedbackIdOf(submission->source_id, submission->external_id),
                       DigestOf(*submission), CustomerOf(*submission), *std::move(submission)};
  const Status taken = commands_.Submit(
      {std::nullopt, "", std::move(event)}, [this, done](StatusOr<Answered<Domain>> answer) {
        if (answer.ok()) {
          const auto* given = std::get_if<Answer>(&*answer);
          (given == nullptr ? refused_ : given->is_duplicate ? duplicate_ : accepted_).Add();
        }
        done(std::move(answer));
      });
  if (!taken.ok()) done(taken);
}

}  // namespace recourse::ingest
