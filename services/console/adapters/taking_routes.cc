#include "services/console/adapters/taking_routes.h"

#include "services/console/adapters/body.h"
#include "services/console/adapters/json_fields.h"
#include "services/console/adapters/query.h"

namespace recourse::console {

void TakingRoutes::FindCustomers(const Ask& ask) {
  if (auto bad = OnlyThese(*ask.request, {"query"})) return ask.answer(*std::move(bad));
  ingest_.FindCustomers(ask.identity.key, ask.request->Query("query").value_or(""),
                        [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

void TakingRoutes::Classify(const Ask& ask) {
  HttpResponse refusal;
  const auto body = ReadBody(*ask.request, refusal);
  if (!body) return ask.answer(std::move(refusal));
  std::optional<FieldFault> fault;
  std::string text;
  JsonFields fields(*body, "", fault);
  fields.Text("text", text);
  fields.NothingElse();
  if (fault) return ask.answer(ProblemOf(*fault));
  classify_.Classify(ask.identity.key, text,
                     [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
}

}  // namespace recourse::console
