#include "services/console/adapters/triage_routes.h"

#include "services/console/adapters/body.h"
#include "services/console/adapters/command_codec.h"
#include "services/console/adapters/query.h"

namespace recourse::console {
namespace {

constexpr int kMaxPageSize = 50;

}  // namespace

void TriageRoutes::List(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"page_size", "page_token"})) {
    return ask.answer(*std::move(bad));
  }
  std::int64_t page_size = 0;
  if (!ReadNumber(*ask.request, "page_size", 1, kMaxPageSize, page_size)) {
    return ask.answer(BadQuery("The page size is a number from 1 to 50."));
  }
  classify::v1::ListTriageRequest request;
  request.set_page_size(static_cast<int>(page_size));
  request.set_page_token(ask.request->Query("page_token").value_or(""));
  classify_.ListTriage(ask.identity.key, std::move(request),
                       [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void TriageRoutes::Correct(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  classify::v1::CorrectClassificationRequest request;
  request.set_feedback_id(ask.part);
  if (const auto fault = ReadCommand(*body, PathFields{"feedback_id"}, request)) {
    return ask.answer(ProblemOf(*fault));
  }
  classify_.Correct(ask.identity.key, std::move(request),
                    [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

Door::Routes TriageRoutesOf(TriageRoutes& triage) {
  return {
      {Route::kListTriage, [&triage](const Ask& ask) { triage.List(ask); }},
      {Route::kCorrectClassification, [&triage](const Ask& ask) { triage.Correct(ask); }},
  };
}

}  // namespace recourse::console
