#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace recourse {

// What one browser may be behind before it is told to begin again.
inline constexpr std::size_t kMaxWaitingEvents = 512;
inline constexpr std::size_t kMaxWaitingEventBytes = 4'194'304;

struct ServerEvent {
  // `event:`, a word: snapshot, change, resync.
  std::string name;
  // Any text; line breaks are kept by one `data:` line each.
  std::string data;
  // What a browser sends back as Last-Event-ID; empty for none. No line break, no U+0000.
  std::string id;
};

class EventChannel;

// The sending side of server-sent events. Copies speak to the same client; thread-safe; none of
// these waits. The server adds a comment each 15 s, so that a dead client is noticed.
class EventStream {
 public:
  explicit EventStream(std::shared_ptr<EventChannel> channel);

  // False when the client has gone, or was too slow: then what waited is thrown away, the client is
  // sent `event: resync` as the last thing and the connection ends; a browser connects again
  // itself.
  bool Push(const ServerEvent& event) const;
  // After what waits was sent, ends the stream.
  void Close() const;
  bool Closed() const;
  // Called once when the stream has ended, from a thread of the server, or at once when it has. It
  // must not block.
  void OnClosed(std::function<void()> callback) const;

 private:
  std::shared_ptr<EventChannel> channel_;
};

// One event as it goes over the wire.
std::string RenderEvent(const ServerEvent& event);

}  // namespace recourse
