#include "services/common/kafka/client.h"

#include "services/common/core/check.h"
#include "services/common/process/log.h"

namespace recourse {

std::unique_ptr<RdKafka::Conf> KafkaConf(const KafkaSettings& settings,
                                         const KafkaProperties& properties) {
  std::unique_ptr<RdKafka::Conf> conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  const auto set = [&](const std::string& name, const std::string& value) {
    std::string error;
    const auto result = conf->set(name, value, error);
    if (result != RdKafka::Conf::CONF_OK) {
      Log(LogLevel::kError, "kafka property not taken", {{"name", name}, {"error", error}});
    }
    RECOURSE_CHECK(result == RdKafka::Conf::CONF_OK);
  };
  set("bootstrap.servers", settings.brokers);
  set("client.id", "recourse-" + settings.instance);
  // One unreachable broker must not hold back the search for the others (librdkafka 2.0.2).
  set("socket.timeout.ms", "10000");
  set("socket.connection.setup.timeout.ms", "5000");
  set("socket.nagle.disable", "true");
  set("socket.keepalive.enable", "true");
  set("reconnect.backoff.ms", "50");
  set("reconnect.backoff.max.ms", "1000");
  set("log.connection.close", "false");
  for (const auto& [name, value] : settings.security) set(name, value);
  for (const auto& [name, value] : properties) set(name, value);
  return conf;
}

Status KafkaStatus(RdKafka::ErrorCode code, const std::string& what) {
  const std::string text = what + ": " + RdKafka::err2str(code);
  switch (code) {
    case RdKafka::ERR_NO_ERROR:
      return absl::OkStatus();
    case RdKafka::ERR__FATAL:
      return absl::AbortedError(text);
    case RdKafka::ERR__QUEUE_FULL:
      return absl::ResourceExhaustedError(text);
    case RdKafka::ERR_TOPIC_AUTHORIZATION_FAILED:
    case RdKafka::ERR_GROUP_AUTHORIZATION_FAILED:
    case RdKafka::ERR_CLUSTER_AUTHORIZATION_FAILED:
      return absl::PermissionDeniedError(text);
    case RdKafka::ERR_SASL_AUTHENTICATION_FAILED:
      return absl::UnauthenticatedError(text);
    case RdKafka::ERR_INVALID_PARTITIONS:
    case RdKafka::ERR_INVALID_CONFIG:
    case RdKafka::ERR_POLICY_VIOLATION:
    case RdKafka::ERR_INCONSISTENT_GROUP_PROTOCOL:
    case RdKafka::ERR_INVALID_SESSION_TIMEOUT:
      return absl::FailedPreconditionError(text);
    default:
      // A log that is moving, starting or out of reach is told in very many ways: time heals them,
      // and a lasting one shows as lag.
      return absl::UnavailableError(text);
  }
}

}  // namespace recourse
