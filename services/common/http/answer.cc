#include "services/common/http/answer.h"

#include <utility>

#include "services/common/http/http_server.h"
#include "services/common/http/problem.h"

namespace recourse {

void HttpAnswer::Give(HttpResponse response) {
  {
    const std::lock_guard lock(mutex_);
    if (given_) {
      return;
    }
    given_ = true;
    response_ = std::move(response);
  }
  wake_();
}

std::shared_ptr<EventChannel> HttpAnswer::Stream() {
  const auto channel = std::make_shared<EventChannel>(wake_);
  {
    const std::lock_guard lock(mutex_);
    if (!given_) {
      given_ = true;
      channel_ = channel;
    }
  }
  if (Channel() != channel) {
    channel->End();  // the request was answered before: this stream leads nowhere
  }
  wake_();
  return channel;
}

void HttpAnswer::Abandon() {
  if (!Given()) {
    Give(ProblemResponse({500, "internal",
                          "The service failed in answering this. Try again, and tell the operator "
                          "if it stays."}));
  }
}

bool HttpAnswer::Given() const {
  const std::lock_guard lock(mutex_);
  return given_;
}

std::optional<HttpResponse> HttpAnswer::TakeResponse() {
  const std::lock_guard lock(mutex_);
  return std::exchange(response_, std::nullopt);
}

std::shared_ptr<EventChannel> HttpAnswer::Channel() const {
  const std::lock_guard lock(mutex_);
  return channel_;
}

// Copies of a Reply share one count, which the connection's own hold of the answer is no part of:
// when it comes to nothing, nobody is left who could answer.
Reply::Reply(std::shared_ptr<HttpAnswer> answer)
    : answer_(answer.get(), [answer](HttpAnswer*) { answer->Abandon(); }) {}

void Reply::operator()(HttpResponse response) const { answer_->Give(std::move(response)); }

EventStream Reply::Stream() const { return EventStream(answer_->Stream()); }

}  // namespace recourse
