#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "services/common/http/event_channel.h"
#include "services/common/http/message.h"

namespace recourse {

// One request's answer on its way from whoever gives it to the connection. Thread-safe.
class HttpAnswer {
 public:
  // `wake` tells the connection that the answer, or an event of its stream, is there.
  explicit HttpAnswer(std::function<void()> wake) : wake_(std::move(wake)) {}

  // The first of these wins.
  void Give(HttpResponse response);
  std::shared_ptr<EventChannel> Stream();
  // Nobody can answer any more: 500 when nobody did.
  void Abandon();

  // The connection's side.
  bool Given() const;
  std::optional<HttpResponse> TakeResponse();
  std::shared_ptr<EventChannel> Channel() const;

 private:
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  bool given_ = false;
  std::optional<HttpResponse> response_;
  std::shared_ptr<EventChannel> channel_;
};

}  // namespace recourse
