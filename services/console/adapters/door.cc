#include "services/console/adapters/door.h"

#include "services/common/access/role.h"
#include "services/common/http/problem.h"
#include "services/common/trace/attributes.h"
#include "services/console/domain/origin.h"

namespace recourse::console {
namespace {

constexpr std::string_view kNoRoute = "none";

HttpResponse NotFound() {
  return ProblemResponse({404, "route-unknown",
                          "There is nothing at this address. Look the paths "
                          "up in the README of the console."});
}

HttpResponse WrongMethod(const NoMatch& none) {
  std::string allowed;
  for (const std::string_view method : none.methods) {
    allowed += std::string(allowed.empty() ? "" : ", ") + std::string(method);
  }
  HttpResponse response = ProblemResponse(
      {405, "method-not-allowed", "This address takes " + allowed + " and nothing else."});
  for (auto& [name, value] : response.headers) {
    if (name == "Allow") value = allowed;
  }
  return response;
}

HttpResponse Busy() {
  return ProblemResponse({503, "busy",
                          "There is more to do than can be done just now. Wait as "
                          "Retry-After says, then send the same again."});
}

HttpResponse FromElsewhere() {
  return ProblemResponse({403, "cross-site",
                          "This came from another site's page, or does not say that it came from "
                          "ours. A program uses a key (authorization: Bearer) and no cookie."});
}

Origin OriginOf(const HttpRequest& request) {
  return {request.Header("sec-fetch-site"), request.Header("origin"), request.Header("host")};
}

// A key is never sent by a browser on its own, so it needs no such proof.
bool IsForged(const RouteRule& rule, const HttpRequest& request) {
  // Nor is the token in a customer's path. His click comes from his mail program's site, and the
  // form of a page without referrer says the origin "null".
  if (rule.openness == Openness::kCustomer) return false;
  if (!request.Header("authorization").empty()) return false;
  const Origin origin = OriginOf(request);
  if (rule.method == "GET" || rule.route == Route::kSignIn) return IsFromElsewhere(origin);
  return !SessionCookie(request).empty() && !IsFromOurPages(origin);
}

HttpResponse RoleRefused(Role role) {
  return ProblemResponse({403, "permission-denied",
                          "The role " + std::string(RoleName(role)) +
                              " may not do this. Use an account or a key with a role that may."});
}

HttpResponse ScopeRefused() {
  return ProblemResponse({403, "scope-refused",
                          "This concerns the whole organisation, and the scope of this account or "
                          "key is one place of it. Use one whose scope is everything."});
}

// Of a request to a door of the table, part of the caller's trace if it names one. Pages and what
// was not found are nothing that anybody looks for in a trace.
trace::Span SpanOf(const HttpRequest& request, const Match& match) {
  if (!trace::Enabled() || !match.matched || match.matched->rule->route == Route::kPage) return {};
  const RouteRule& rule = *match.matched->rule;
  const auto caller = trace::ParseTraceparent(request.Header(trace::kTraceparent));
  trace::Span span = trace::Start(trace::SpanKind::kServer, rule.method, rule.pattern,
                                  caller.value_or(trace::SpanContext{}));
  span.Set(trace::kHttpRequestMethod, rule.method);
  span.Set(trace::kHttpRoute, rule.pattern);
  return span;
}

}  // namespace

void Door::ServePage(const HttpRequest& request, const Answer& answer) {
  auto page = pages_.Find(request.path);
  answer(page ? *std::move(page) : NotFound());
}

void Door::Handle(const std::shared_ptr<const HttpRequest>& request, const Reply& reply) {
  Match match = MatchRoute(request->method, request->path);
  const std::string_view name = match.matched ? match.matched->rule->name : kNoRoute;
  const Answer answer(reply, metrics_, name, IsBehindTls(*request), SpanOf(*request, match));
  if (!match.matched) {
    return answer(match.none.methods.empty() ? NotFound() : WrongMethod(match.none));
  }
  const RouteRule& rule = *match.matched->rule;
  if (rule.route == Route::kPage) return ServePage(*request, answer);
  if (IsForged(rule, *request)) return answer(FromElsewhere());
  Ask ask{
      request, std::move(match.matched->part), std::move(match.matched->second_part), {}, answer};
  if (!workers_.Submit(
          [this, &rule, ask = std::move(ask)]() mutable { LetIn(rule, std::move(ask)); })) {
    answer(Busy());
  }
}

void Door::LetIn(const RouteRule& rule, Ask ask) {
  if (rule.openness != Openness::kAnyone && rule.openness != Openness::kCustomer) {
    auto identity = identities_.Identify(*ask.request);
    if (!identity.ok()) return ask.answer(ProblemOf(identity.status()));
    ask.identity = *std::move(identity);
    if (!MayUse(rule, RoleName(ask.identity.caller.role))) {
      return ask.answer(RoleRefused(ask.identity.caller.role));
    }
    if (IsBeyond(rule, ask.identity.caller.scope)) return ask.answer(ScopeRefused());
  }
  const auto serve = routes_.find(rule.route);
  if (serve == routes_.end()) return ask.answer(NotFound());
  const trace::Scope scope(ask.answer.span());
  serve->second(ask);
}

}  // namespace recourse::console
