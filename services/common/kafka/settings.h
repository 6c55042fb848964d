#pragma once

#include <string>
#include <utility>
#include <vector>

namespace recourse {

// Names and values as librdkafka knows them.
using KafkaProperties = std::vector<std::pair<std::string, std::string>>;

// Where the log is and who asks.
struct KafkaSettings {
  std::string brokers;         // RECOURSE_KAFKA_BROKERS
  std::string instance;        // RECOURSE_INSTANCE: the client's name, and its standing in a group
  KafkaProperties security{};  // RECOURSE_KAFKA_SECURITY_FILE, read by security.h
};

}  // namespace recourse
