#include "services/console/adapters/survey_routes.h"

#include "services/common/core/uuid.h"
#include "services/common/grpc/status.h"
#include "services/common/process/log.h"
#include "services/console/adapters/followup_codec.h"
#include "services/console/adapters/token.h"
#include "services/console/domain/survey_style.h"

namespace recourse::console {
namespace {

namespace wire = followup::v1;

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr int kConflict = 409;
constexpr int kGone = 410;
constexpr int kTooLarge = 413;
constexpr int kWrongType = 415;
constexpr int kTooMany = 429;
constexpr int kUnavailable = 503;
constexpr const char* kRetrySeconds = "60";

constexpr const char* kLinks = "recourse_console_wrong_links_total";
constexpr const char* kLinksHelp = "Survey links that belong to no survey, by what was answered.";

// Beside the policy of all our pages: a browser holds a page to both. No script at all.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
constexpr const char* kForEver = "public, max-age=31536000, immutable";

Timestamp Now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// Monotonic, so that setting the clock frees nobody.
Timestamp SteadyNow() {
  return Timestamp(
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

HttpResponse HtmlResponse(int status, std::string page) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(page);
  response.headers = {{"Content-Security-Policy", kPolicy}, {"X-Robots-Tag", "noindex, nofollow"}};
  if (status == kUnavailable) response.headers.emplace_back("Retry-After", kRetrySeconds);
  return response;
}

HttpResponse LimitedResponse(SurveyLanguage language, Duration wait) {
  HttpResponse response = HtmlResponse(kTooMany, LimitedPage(language, wait));
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

HttpResponse FaultResponse(const SurveyPlace& place, FormFault fault) {
  switch (fault) {
    case FormFault::kTooLarge:
      return HtmlResponse(kTooLarge, NoticePage(place, SurveyNotice::kTooLarge));
    case FormFault::kWrongType:
      return HtmlResponse(kWrongType, NoticePage(place, SurveyNotice::kUnreadable));
    case FormFault::kUnreadable:
      break;
  }
  return HtmlResponse(kBadRequest, NoticePage(place, SurveyNotice::kUnreadable));
}

// Of a survey that is not open. Looking at what was answered is nothing wrong; answering it is.
HttpResponse StateResponse(const SurveyPlace& place, SurveyState state, bool answering) {
  switch (state) {
    case SurveyState::kAnswered:
      return HtmlResponse(answering ? kConflict : kOk, NoticePage(place, SurveyNotice::kAnswered));
    case SurveyState::kExpired:
      return HtmlResponse(kGone, NoticePage(place, SurveyNotice::kExpired));
    case SurveyState::kWithdrawn:
      return HtmlResponse(kGone, NoticePage(place, SurveyNotice::kWithdrawn));
    case SurveyState::kOpen:
    case SurveyState::kNotIssued:
      break;
  }
  return HtmlResponse(answering ? kConflict : kOk, NoticePage(place, SurveyNotice::kNotIssued));
}

// The link and what was said by it: two presses of a button are one command, another answer is
// another one, which the survey then refuses by itself.
std::string RequestIdOf(const std::string& token, const SurveyAnswer& answer) {
  return ToString(NamedUuid(kRecourseSpace, "survey-answer/" + token + "/" + TextOf(answer)));
}

// A random UUID: what is said again about being asked changes nothing again, and said once more
// after the opposite it is a new wish.
std::string NewRequestId() {
  return ToString(NamedUuid(kRecourseSpace, "survey-preference/" + RandomBytes(16)));
}

bool IsUnknownLink(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::NOT_FOUND ||
         (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT && !RefusalOf(status));
}

// What "no", "yes" or a mail program's one click wants; nothing for anything else.
std::optional<bool> WishIn(const FormFields& fields) {
  const FormFields kOneClick = {{"List-Unsubscribe", "One-Click"}};
  if (fields == kOneClick || fields == FormFields{{"surveys", "no"}}) return false;
  if (fields == FormFields{{"surveys", "yes"}}) return true;
  return std::nullopt;
}

}  // namespace

SurveyRoutes::SurveyRoutes(FollowupClient& followup, const Identities& identities,
                           const TrustedProxies& proxies)
    : followup_(followup),
      identities_(identities),
      proxies_(proxies),
      unknown_(kLinks, kLinksHelp, {{"outcome", "unknown"}}),
      limited_(kLinks, kLinksHelp, {{"outcome", "limited"}}) {}

void SurveyRoutes::Style(const Ask& ask) {
  HttpResponse response;
  response.content_type = "text/css; charset=utf-8";
  response.body = std::string(SurveyStyle());
  response.cache_control = kForEver;
  ask.answer(std::move(response));
}

std::optional<SurveyRoutes::Visit> SurveyRoutes::Begin(const Ask& ask) {
  const auto language = PreferredLanguage(ask.request->Header("accept-language"));
  Visit visit{ask, "", {ask.part, "", language}, false, std::nullopt};
  if (const auto chosen = LanguageOf(ask.request->Query("lang").value_or(""))) {
    visit.place.language = *chosen;
    visit.language_chosen = true;
  }
  std::optional<Duration> wait;
  {
    const std::lock_guard lock(mutex_);
    wait = limit_.Wait(proxies_.AddressOf(*ask.request), SteadyNow());
  }
  if (wait) {
    limited_.Add();
    ask.answer(LimitedResponse(visit.place.language, *wait));
    return std::nullopt;
  }
  auto key = identities_.OwnKey();
  if (!key.ok()) {
    Log(LogLevel::kError, "no key for a customer's page", {{"error", key.status().ToString()}});
    Fail(visit, grpc::Status(grpc::StatusCode::UNAVAILABLE, ""));
    return std::nullopt;
  }
  visit.key = *std::move(key);
  return visit;
}

void SurveyRoutes::Fail(const Visit& visit, const grpc::Status& status) {
  const SurveyPlace nowhere{"", "", visit.place.language};
  if (IsUnknownLink(status)) {
    unknown_.Add();
    {
      const std::lock_guard lock(mutex_);
      limit_.NoteWrong(proxies_.AddressOf(*visit.ask.request), SteadyNow());
    }
    return visit.ask.answer(HtmlResponse(kNotFound, NoticePage(nowhere, SurveyNotice::kUnknown)));
  }
  const auto refusal = RefusalOf(status);
  if (const auto state = refusal ? StateOfSlug(refusal->slug) : std::nullopt) {
    return visit.ask.answer(
        StateResponse(visit.place, *state, visit.ask.request->method == "POST"));
  }
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE) {
    Log(LogLevel::kWarning, "a customer's page failed",
        {{"code", static_cast<int>(status.error_code())}, {"error", status.error_message()}});
  }
  visit.ask.answer(
      HtmlResponse(kUnavailable, visit.entered ? NotSavedPage(visit.place, *visit.entered)
                                               : NoticePage(nowhere, SurveyNotice::kUnavailable)));
}

void SurveyRoutes::WithSurvey(Visit visit, OnSurvey then) {
  const std::string key = visit.key;
  const std::string token = visit.place.token;
  followup_.GetSurvey(key, token,
                      [this, visit = std::move(visit), then = std::move(then)](
                          const grpc::Status& status, const Survey& survey) {
                        if (!status.ok()) return Fail(visit, status);
                        Visit known = visit;
                        known.place.ticket_number = survey.ticket_number;
                        if (!known.language_chosen) known.place.language = survey.language;
                        then(known, survey);
                      });
}

void SurveyRoutes::Show(const Ask& ask) {
  auto visit = Begin(ask);
  if (!visit) return;
  WithSurvey(*std::move(visit), [](const Visit& known, const Survey& survey) {
    if (survey.state != SurveyState::kOpen) {
      return known.ask.answer(StateResponse(known.place, survey.state, false));
    }
    known.ask.answer(HtmlResponse(kOk, FormPage(known.place, survey, Now())));
  });
}

std::optional<FormFields> SurveyRoutes::FormOf(const Visit& visit) const {
  auto form = ReadForm(*visit.ask.request);
  if (const auto* fault = std::get_if<FormFault>(&form)) {
    visit.ask.answer(FaultResponse(visit.place, *fault));
    return std::nullopt;
  }
  return std::get<FormFields>(std::move(form));
}

// The survey is asked for first: its language and its number stand on every page that may follow.
// Whether it still takes an answer is followup's to say, for the same again is answered as it was.
void SurveyRoutes::Submit(const Ask& ask) {
  auto visit = Begin(ask);
  if (!visit) return;
  const auto fields = FormOf(*visit);
  if (!fields) return;
  const ReadAnswer read = ReadSurveyAnswer(*fields);
  if (read.foreign) return ask.answer(FaultResponse(visit->place, FormFault::kUnreadable));
  visit->entered = read.answer;
  WithSurvey(*std::move(visit),
             [this, faults = read.faults](const Visit& known, const Survey& survey) {
               if (faults.empty()) return Send(known, survey);
               if (survey.state != SurveyState::kOpen) {
                 return known.ask.answer(StateResponse(known.place, survey.state, true));
               }
               known.ask.answer(HtmlResponse(
                   kBadRequest, FormPage(known.place, survey, Now(), *known.entered, faults)));
             });
}

void SurveyRoutes::Send(const Visit& visit, const Survey& survey) {
  const std::string& token = visit.place.token;
  followup_.SubmitAnswer(visit.key, RequestIdOf(token, *visit.entered), token, *visit.entered,
                         [this, visit, survey](const grpc::Status& status, bool reopens) {
                           if (!status.ok()) return Refused(visit, survey, status);
                           const auto notice =
                               reopens ? SurveyNotice::kThanksReopens : SurveyNotice::kThanks;
                           visit.ask.answer(HtmlResponse(kOk, NoticePage(visit.place, notice)));
                         });
}

// What the customer can mend is shown in the form, with all that he wrote.
void SurveyRoutes::Refused(const Visit& visit, const Survey& survey, const grpc::Status& status) {
  const auto refusal = RefusalOf(status);
  if (!refusal) return Fail(visit, status);
  const auto field = refusal->parameters.find("field");
  const auto fault =
      FaultOfSlug(refusal->slug, field == refusal->parameters.end() ? "" : field->second);
  if (!fault) return Fail(visit, status);
  visit.ask.answer(
      HtmlResponse(kBadRequest, FormPage(visit.place, survey, Now(), *visit.entered, {*fault})));
}

void SurveyRoutes::ShowPreference(const Ask& ask) {
  auto visit = Begin(ask);
  if (!visit) return;
  WithSurvey(*std::move(visit), [](const Visit& known, const Survey&) {
    known.ask.answer(HtmlResponse(kOk, PreferencePage(known.place, PreferenceStep::kAsk)));
  });
}

void SurveyRoutes::SetPreference(const Ask& ask) {
  auto visit = Begin(ask);
  if (!visit) return;
  const auto fields = FormOf(*visit);
  if (!fields) return;
  const auto wish = WishIn(*fields);
  if (!wish) return ask.answer(FaultResponse(visit->place, FormFault::kUnreadable));
  WithSurvey(*std::move(visit), [this, surveys = *wish](const Visit& known, const Survey&) {
    Prefer(known, surveys);
  });
}

void SurveyRoutes::Prefer(const Visit& visit, bool surveys) {
  wire::SetContactPreferenceRequest request;
  request.set_request_id(NewRequestId());
  request.set_token(visit.place.token);
  request.set_surveys(surveys);
  followup_.Ask<wire::SetContactPreferenceRequest, wire::SetContactPreferenceResponse>(
      visit.key, &FollowupClient::AsyncStub::SetContactPreference, std::move(request),
      [this, visit, surveys](const PeerAnswer& got) {
        if (!got.status.ok()) return Fail(visit, got.status);
        const auto step = surveys ? PreferenceStep::kOptedIn : PreferenceStep::kOptedOut;
        visit.ask.answer(HtmlResponse(kOk, PreferencePage(visit.place, step)));
      });
}

}  // namespace recourse::console
