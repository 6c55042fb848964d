#include "services/common/http/event_channel.h"

#include <algorithm>
#include <utility>

#include "services/common/process/log.h"
#include "services/common/process/metrics.h"

namespace recourse {
namespace {

// Without what would end the field: a line break or U+0000.
std::string OneLine(std::string text) {
  std::erase_if(text, [](char byte) { return byte == '\r' || byte == '\n' || byte == '\0'; });
  return text;
}

Counter& SlowClients() {
  static Counter counter("recourse_http_event_streams_dropped_total",
                         "Event streams that were ended because their client was too slow");
  return counter;
}

}  // namespace

std::string RenderEvent(const ServerEvent& event) {
  std::string text;
  if (!event.id.empty()) {
    text += "id: " + OneLine(event.id) + "\n";
  }
  if (!event.name.empty()) {
    text += "event: " + OneLine(event.name) + "\n";
  }
  // CR, LF and CR LF all end a line for a browser, so each begins a new data line here.
  text += "data: ";
  for (std::size_t i = 0; i < event.data.size(); ++i) {
    const char byte = event.data[i];
    const bool pair = byte == '\r' && i + 1 < event.data.size() && event.data[i + 1] == '\n';
    if (pair) {
      continue;
    }
    if (byte == '\r' || byte == '\n') {
      text += "\ndata: ";
    } else {
      text += byte;
    }
  }
  return text + "\n\n";
}

EventChannel::EventChannel(std::function<void()> wake) : wake_(std::move(wake)) {}

bool EventChannel::Push(const ServerEvent& event) {
  std::string text = RenderEvent(event);
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return false;
    }
    taken = waiting_.size() < kMaxWaitingEvents &&
            waiting_bytes_ + text.size() <= kMaxWaitingEventBytes;
    if (!taken) {
      closed_ = true;
      waiting_.clear();
      waiting_bytes_ = 0;
      text = RenderEvent({"resync", "{}", ""});
      SlowClients().Add();
    }
    waiting_bytes_ += text.size();
    waiting_.push_back(std::move(text));
  }
  wake_();
  return taken;
}

void EventChannel::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_();
}

bool EventChannel::Closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void EventChannel::OnClosed(std::function<void()> callback) {
  {
    const std::lock_guard lock(mutex_);
    if (!ended_) {
      callbacks_.push_back(std::move(callback));
      return;
    }
  }
  callback();
}

std::string EventChannel::Take() {
  const std::lock_guard lock(mutex_);
  std::string bytes;
  bytes.reserve(waiting_bytes_);
  for (const std::string& text : waiting_) {
    bytes += text;
  }
  waiting_.clear();
  waiting_bytes_ = 0;
  return bytes;
}

bool EventChannel::Drained() const {
  const std::lock_guard lock(mutex_);
  return closed_ && waiting_.empty();
}

void EventChannel::End() {
  std::vector<std::function<void()>> callbacks;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ended_ = true;
    waiting_.clear();
    callbacks.swap(callbacks_);
  }
  for (const auto& callback : callbacks) {
    callback();
  }
}

EventStream::EventStream(std::shared_ptr<EventChannel> channel) : channel_(std::move(channel)) {}
bool EventStream::Push(const ServerEvent& event) const { return channel_->Push(event); }
void EventStream::Close() const { channel_->Close(); }
bool EventStream::Closed() const { return channel_->Closed(); }
void EventStream::OnClosed(std::function<void()> callback) const {
  channel_->OnClosed(std::move(callback));
}

}  // namespace recourse
