#pragma once

#include <string>

namespace recourse {

// Where the log is and who asks.
struct KafkaSettings {
  std::string brokers;   // RECOURSE_KAFKA_BROKERS
  std::string instance;  // RECOURSE_INSTANCE: the client's name, and its standing in a group
};

}  // namespace recourse
