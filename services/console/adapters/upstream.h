#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "services/common/grpc/client.h"
#include "services/common/http/message.h"

namespace recourse::console {

// Below what a browser waits, so that the person gets our sentence and not the browser's.
inline constexpr std::chrono::milliseconds kPeerDeadline{5'000};
// A submission may wait for a commit that waits for a store: its sender waits as well.
inline constexpr std::chrono::milliseconds kSubmitDeadline{15'000};

// What a service behind the console answered, as JSON where it was ok.
struct PeerAnswer {
  grpc::Status status;
  boost::json::value body;
};
// Called once, in a thread of gRPC's: it must not block.
using OnAnswer = std::function<void(PeerAnswer answer)>;

// 200 with the body, or the problem.
HttpResponse ResponseOf(const PeerAnswer& answer);
// Says what the service said where it was said to the caller; what a network or a library said is
// for nobody outside.
HttpResponse ProblemOf(const grpc::Status& status);

// One unary call: `start(context, request, response, on_done)` begins it on an async stub, and
// `on_answer(status, response)` hears what came, once, in a thread of gRPC's: it must not block.
template <typename Response, typename Request, typename Start, typename OnResponse>
void CallPeer(CallOptions options, Request request, const Start& start, OnResponse on_answer) {
  struct Pending {
    grpc::ClientContext context;
    Request request;
    Response response;
  };
  auto pending = std::make_shared<Pending>();
  pending->request = std::move(request);
  Prepare(pending->context, options);
  start(&pending->context, &pending->request, &pending->response,
        [pending, on_answer = std::move(on_answer)](const grpc::Status& status) {
          on_answer(status, pending->response);
        });
}

// The same for an answer that goes on as JSON: `to_json(response)` makes its body.
template <typename Response, typename Request, typename Start, typename ToJson>
void AskPeer(CallOptions options, Request request, const Start& start, ToJson to_json,
             OnAnswer on_answer) {
  CallPeer<Response>(std::move(options), std::move(request), start,
                     [to_json = std::move(to_json), on_answer = std::move(on_answer)](
                         const grpc::Status& status, const Response& response) {
                       on_answer({status, status.ok() ? boost::json::value(to_json(response))
                                                      : boost::json::value()});
                     });
}

}  // namespace recourse::console
