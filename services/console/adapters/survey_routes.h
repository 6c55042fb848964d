#pragma once

#include <mutex>
#include <string>

#include "services/common/process/metrics.h"
#include "services/console/adapters/ask.h"
#include "services/console/adapters/client_address.h"
#include "services/console/adapters/followup_client.h"
#include "services/console/adapters/form_body.h"
#include "services/console/domain/survey_page.h"
#include "services/console/domain/wrong_link_limit.h"

namespace recourse::console {

// The customer's pages under /s/: the survey, and whether he wants to be asked. His right is the
// token in the path. Looking changes nothing, however often a mail scanner looks. Thread-safe.
class SurveyRoutes {
 public:
  SurveyRoutes(FollowupClient& followup, const Identities& identities,
               const TrustedProxies& proxies);

  void Style(const Ask& ask);
  void Show(const Ask& ask);
  void Submit(const Ask& ask);
  void ShowPreference(const Ask& ask);
  void SetPreference(const Ask& ask);

 private:
  // One request on its way: everything that its page needs.
  struct Visit {
    Ask ask;
    std::string key;
    SurveyPlace place;
    bool language_chosen = false;
    // What he wrote, so that no failure loses it.
    std::optional<SurveyAnswer> entered{};
  };

  // Nothing where it was answered here: too many wrong links, or no key could be made.
  std::optional<Visit> Begin(const Ask& ask);
  // Asks for the survey and answers whatever failed; `then` hears of one that is there.
  using OnSurvey = std::function<void(const Visit& visit, const Survey& survey)>;
  void WithSurvey(Visit visit, OnSurvey then);
  // The fields of the form; nothing where it could not be read, and was answered so.
  std::optional<FormFields> FormOf(const Visit& visit) const;
  void Send(const Visit& visit, const Survey& survey);
  void Refused(const Visit& visit, const Survey& survey, const grpc::Status& status);
  void Prefer(const Visit& visit, bool surveys);
  // Answers a status that says that the link, or the whole service, does not work.
  void Fail(const Visit& visit, const grpc::Status& status);

  FollowupClient& followup_;
  const Identities& identities_;
  const TrustedProxies& proxies_;
  Counter unknown_;
  Counter limited_;
  std::mutex mutex_;
  WrongLinkLimit limit_;
};

}  // namespace recourse::console
