#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "services/common/grpc/admission.h"
#include "services/common/grpc/method.h"
#include "services/common/grpc/unary.h"
#include "services/common/process/worker_pool.h"

namespace recourse {

// The one door of every handler. A method of a callback service is one statement:
//
//   grpc::ServerUnaryReactor* GetTicket(grpc::CallbackServerContext* context,
//       const GetTicketRequest* request, GetTicketResponse* response) override {
//     return calls_.Blocking(context, request, response,
//         [this](const Call& call, const GetTicketRequest& in, GetTicketResponse& out) {
//           return Get(call, in, out);  // -> grpc::Status
//         });
//   }
//
// The door checks the key, the role's right to the method and the deadline, counts and times the
// call, and turns an exception into INTERNAL and a line in the log. Which method it is follows from
// the type of the request, which that method alone uses. Scope is the handler's to check: only it
// knows whose the data is. Thread-safe; outlives the server.
class Calls {
 public:
  // `pool` runs the Blocking handlers and outlives this; where it is full the answer is
  // RESOURCE_EXHAUSTED. `service` is the label of the metrics: ingest, routing, ...
  Calls(std::string service, Secret key_secret, WorkerPool& pool)
      : admission_(std::move(service), std::move(key_secret)), pool_(pool) {}

  // `handler(const Call&, const Request&, Response&) -> grpc::Status` runs on the pool.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Blocking(grpc::CallbackServerContext* context, const Request* request,
                                     Response* response, Handler handler) {
    return RunUnary(Admit<Request>(context), [&](const Done& done) {
      RunOnPool(pool_, done, [done, request, response, handler = std::move(handler)]() mutable {
        return handler(done.call(), *request, *response);
      });
    });
  }

  // `handler(const Call&, const Request&, Response&, Done)` runs in gRPC's own thread and must not
  // block; it, or whoever it hands `done` to, calls done(grpc::Status) once, from any thread. The
  // request and the response live until then, the Call as long as a copy of `done`.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, const Request* request,
                                  Response* response, Handler handler) {
    return RunUnary(Admit<Request>(context),
                    [&](const Done& done) { handler(done.call(), *request, *response, done); });
  }

  // `factory(const Call&, const Request&) -> grpc::ServerWriteReactor<Response>*`: a reactor that
  // ends itself in OnDone. It tells call.meter what it finished with, and keeps the meter until
  // OnDone, when the call is counted. WriteStream (write_stream.h) is such a one.
  template <typename Response, typename Request, typename Factory>
  grpc::ServerWriteReactor<Response>* ServerStream(grpc::CallbackServerContext* context,
                                                   const Request* request, Factory factory) {
    return Open<grpc::ServerWriteReactor<Response>>(
        Admit<Request>(context), [&](const Call& call) { return factory(call, *request); });
  }

  // `factory(const Call&) -> grpc::ServerReadReactor<Request>*`, likewise.
  template <typename Request, typename Factory>
  grpc::ServerReadReactor<Request>* ClientStream(grpc::CallbackServerContext* context,
                                                 Factory factory) {
    return Open<grpc::ServerReadReactor<Request>>(Admit<Request>(context), factory);
  }

  // `factory(const Call&) -> grpc::ServerBidiReactor<Request, Response>*`, likewise.
  template <typename Request, typename Response, typename Factory>
  grpc::ServerBidiReactor<Request, Response>* Bidi(grpc::CallbackServerContext* context,
                                                   Factory factory) {
    return Open<grpc::ServerBidiReactor<Request, Response>>(Admit<Request>(context), factory);
  }

  // Where a stream does what blocks; false when it is full or stopping.
  [[nodiscard]] bool Submit(WorkerPool::Task task) { return pool_.Submit(std::move(task)); }

 private:
  // A stream that ends at once with the status it was made with.
  template <typename Reactor>
  class Refused final : public Reactor {
   public:
    Refused(const grpc::Status& status, std::shared_ptr<CallMeter> meter)
        : meter_(std::move(meter)) {
      meter_->Finished(status.error_code());
      this->Finish(status);
    }
    void OnDone() override { delete this; }

   private:
    const std::shared_ptr<CallMeter> meter_;
  };

  template <typename Request>
  Admitted Admit(grpc::CallbackServerContext* context) const {
    return admission_.Admit(*context, MethodOf<Request>());
  }

  template <typename Reactor, typename Factory>
  static Reactor* Open(Admitted admitted, const Factory& factory) {
    if (!admitted.status.ok()) {
      return new Refused<Reactor>(admitted.status, admitted.call.meter);
    }
    try {
      return factory(admitted.call);
    } catch (const std::exception& error) {
      return new Refused<Reactor>(InternalError(admitted.call.method, error.what()),
                                  admitted.call.meter);
    }
  }

  const Admission admission_;
  WorkerPool& pool_;
};

}  // namespace recourse
