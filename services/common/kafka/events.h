#pragma once

#include <librdkafka/rdkafkacpp.h>

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace recourse {

// What a client has to say besides its answers: its own log lines, rarely enough to be read, and
// that no broker is reached. Log lines come from the library's threads, the rest from the one that
// polls.
class KafkaEvents final : public RdKafka::EventCb {
 public:
  // A kind of line is written at most this often; a broker that is away says the same each second.
  static constexpr std::chrono::seconds kQuiet{10};

  void event_cb(RdKafka::Event& event) override;

  // Since when no broker has been reached; a far future while some is.
  std::chrono::steady_clock::time_point all_down_since() const { return all_down_since_; }
  // Something came from a broker.
  void NoteContact() { all_down_since_ = std::chrono::steady_clock::time_point::max(); }

 private:
  bool Quiet(const std::string& kind);

  std::chrono::steady_clock::time_point all_down_since_ =
      std::chrono::steady_clock::time_point::max();
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> written_;
};

}  // namespace recourse
