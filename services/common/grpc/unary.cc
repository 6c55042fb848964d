#include "services/common/grpc/unary.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

#include "services/common/grpc/status.h"
#include "services/common/process/log.h"

namespace recourse {
namespace {

// Deletes itself when gRPC is done with it. A handler may use the request and the response until it
// ends the call, so a cancelled call waits for its handler too.
class Reactor final : public grpc::ServerUnaryReactor {
 public:
  bool Cancelled() const { return cancelled_; }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  std::atomic<bool> cancelled_{false};
};

grpc::Status TooLate() {
  return {grpc::StatusCode::DEADLINE_EXCEEDED,
          "The deadline passed before the service came to this call; nothing was done. Try again "
          "later or with a longer deadline."};
}

grpc::Status TooBusy() {
  return {grpc::StatusCode::RESOURCE_EXHAUSTED,
          "The service has more calls in hand than it takes; nothing was done. Try again in a "
          "second."};
}

}  // namespace

class Done::Ending {
 public:
  Ending(Call call, Reactor* reactor) : call_(std::move(call)), reactor_(reactor) {}
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;
  ~Ending() {
    if (!ended_) {
      End(InternalError(call_.method, "the handler ended without an answer"));
    }
  }

  const Call& call() const { return call_; }
  // Of a call that has not ended: the reactor is there until then.
  bool Useless() const {
    return reactor_->Cancelled() || std::chrono::system_clock::now() >= call_.deadline;
  }
  // The reactor may be gone as soon as it is finished.
  void End(const grpc::Status& status) {
    if (!ended_.exchange(true)) {
      call_.meter->Finished(status.error_code());
      reactor_->Finish(status);
    }
  }

 private:
  const Call call_;
  Reactor* const reactor_;
  std::atomic<bool> ended_{false};
};

void Done::operator()(const grpc::Status& status) const { ending_->End(status); }

bool Done::Useless() const { return ending_->Useless(); }

const Call& Done::call() const { return ending_->call(); }

grpc::ServerUnaryReactor* RunUnary(Admitted admitted, const std::function<void(Done)>& handler) {
  auto* reactor = new Reactor();
  Call& call = admitted.call;
  call.deadline = std::min(call.deadline, std::chrono::system_clock::now() + kMaxUnaryDeadline);
  const Done done(std::make_shared<Done::Ending>(std::move(call), reactor));
  if (!admitted.status.ok()) {
    done(admitted.status);
    return reactor;
  }
  const trace::Scope scope(done.call().meter->span());
  try {
    handler(done);
  } catch (const std::exception& error) {
    done(InternalError(done.call().method, error.what()));
  }
  return reactor;
}

void RunOnPool(WorkerPool& pool, const Done& done, std::function<grpc::Status()> work) {
  const bool taken = pool.Submit([done, work = std::move(work)] {
    if (done.Useless()) {
      done(TooLate());
      return;
    }
    const trace::Scope scope(done.call().meter->span());
    try {
      done(work());
    } catch (const std::exception& error) {
      done(InternalError(done.call().method, error.what()));
    }
  });
  if (!taken) {
    done(TooBusy());
  }
}

}  // namespace recourse
