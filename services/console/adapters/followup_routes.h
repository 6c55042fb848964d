#pragma once

#include "services/console/adapters/ask.h"
#include "services/console/adapters/body.h"
#include "services/console/adapters/command_codec.h"
#include "services/console/adapters/followup_client.h"

namespace recourse::console {

// Coming back to the customer, for those who work on tickets: loops, call-backs, whether replies
// arrived, what the customer wants of us.
class FollowupRoutes {
 public:
  explicit FollowupRoutes(FollowupClient& followup) : followup_(followup) {}

  void ListLoops(const Ask& ask);
  void ListDeliveries(const Ask& ask);
  // POST, for the link is the contact: nobody makes one by looking.
  void CreateLink(const Ask& ask);
  void StartCall(const Ask& ask);
  void EndCall(const Ask& ask);
  void RecordAnswer(const Ask& ask);
  // The second part of the path is the reply's version.
  void MarkTold(const Ask& ask);
  void GetPreference(const Ask& ask);
  void SetPreference(const Ask& ask);

 private:
  template <typename Request, typename Response>
  void Forward(const Ask& ask, FollowupClient::Method<Request, Response> method, Request request) {
    followup_.Ask<Request, Response>(
        ask.identity.key, method, std::move(request),
        [answer = ask.answer](const PeerAnswer& got) { answer(ResponseOf(got)); });
  }
  // What of a command does not stand in its body, and the switch that must, for left out it would
  // mean "false" (null: there is none).
  struct Shape {
    PathFields of_path;
    const char* must = nullptr;
  };
  static std::optional<FieldFault> Unsaid(const boost::json::object& body, const Shape& shape);
  // `request` holds already what the path says.
  template <typename Request, typename Response>
  void Command(const Ask& ask, FollowupClient::Method<Request, Response> method, Request request,
               const Shape& shape) {
    HttpResponse refusal;
    const auto body = ReadBody(*ask.request, refusal);
    if (!body) return ask.answer(std::move(refusal));
    if (const auto fault = Unsaid(*body, shape)) return ask.answer(ProblemOf(*fault));
    if (const auto fault = ReadCommand(*body, shape.of_path, request)) {
      return ask.answer(ProblemOf(*fault));
    }
    Forward<Request, Response>(ask, method, std::move(request));
  }

  FollowupClient& followup_;
};

}  // namespace recourse::console
