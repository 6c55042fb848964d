#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/http/event_stream.h"

namespace recourse {

// What lies between the pushers of events and the one connection that sends them. Thread-safe.
class EventChannel : public std::enable_shared_from_this<EventChannel> {
 public:
  // `wake` tells the connection that there is something to do; called with no lock held.
  explicit EventChannel(std::function<void()> wake);

  // The pushers' side: see EventStream.
  bool Push(const ServerEvent& event);
  void Close();
  bool Closed() const;
  void OnClosed(std::function<void()> callback);

  // The connection's side: everything that waits, as bytes; whether nothing more will come; and
  // that the connection is over.
  std::string Take();
  bool Drained() const;
  void End();

 private:
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool closed_ = false;
  bool ended_ = false;
  std::vector<std::function<void()>> callbacks_;
};

}  // namespace recourse
