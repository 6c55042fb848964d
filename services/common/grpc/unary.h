#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <memory>

#include "services/common/grpc/admission.h"
#include "services/common/process/worker_pool.h"

namespace recourse {

// Ends a unary call. Copies end the same call; the first to be used wins. When the last copy goes
// and none was used, the answer is INTERNAL, so no call hangs. Thread-safe.
class Done {
 public:
  void operator()(const grpc::Status& status) const;
  // The call it ends; lives as long as a copy of this does.
  const Call& call() const;
  // The client has gone or the deadline has passed. Only before the call is ended.
  bool Useless() const;

 private:
  class Ending;
  explicit Done(std::shared_ptr<Ending> ending) : ending_(std::move(ending)) {}
  friend grpc::ServerUnaryReactor* RunUnary(Admitted admitted,
                                            const std::function<void(Done)>& handler);

  std::shared_ptr<Ending> ending_;
};

// Ends the call with its refusal, or hands it to `handler`, whose exception becomes INTERNAL.
grpc::ServerUnaryReactor* RunUnary(Admitted admitted, const std::function<void(Done)>& handler);

// Runs `work` on the pool and ends the call with what it returns: RESOURCE_EXHAUSTED at once when
// the pool is full, DEADLINE_EXCEEDED when its turn comes too late.
void RunOnPool(WorkerPool& pool, const Done& done, std::function<grpc::Status()> work);

}  // namespace recourse
