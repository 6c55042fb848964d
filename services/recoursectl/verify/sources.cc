#include "services/recoursectl/verify/sources.h"

#include <string>
#include <utility>

#include "services/common/kafka/security.h"

namespace recourse::ctl::verify {
namespace {

constexpr const char* kSecurityFile = "RECOURSE_KAFKA_SECURITY_FILE";
constexpr const char* kPasswordFile = "RECOURSE_REDIS_PASSWORD_FILE";

// Empty where the setting is not made.
StatusOr<std::string> ContentOf(const Context& context, const char* setting) {
  const auto path = context.Setting(setting);
  if (!path.ok()) return std::string();
  auto content = ReadFile(*path);
  if (content.ok() && content->ends_with('\n')) content->pop_back();
  return content;
}

StatusOr<KafkaSettings> KafkaOf(const Context& context) {
  const auto brokers = context.Setting("RECOURSE_KAFKA_BROKERS");
  if (!brokers.ok()) return brokers.status();
  const auto text = ContentOf(context, kSecurityFile);
  if (!text.ok()) return text.status();
  auto security = ParseKafkaSecurity(*text);
  if (security.ok()) return KafkaSettings{*brokers, "verify", *std::move(security)};
  return absl::InvalidArgumentError(std::string(kSecurityFile) + " names a file that is not " +
                                    "understood: " + std::string(security.status().message()));
}

StatusOr<RedisOptions> RedisOf(const Context& context) {
  const auto address = context.Setting("RECOURSE_REDIS_ADDR");
  if (!address.ok()) return address.status();
  auto parsed = ParseAddress(*address);
  if (!parsed.ok()) return parsed.status();
  auto password = ContentOf(context, kPasswordFile);
  if (!password.ok()) return password.status();
  RedisOptions redis;
  redis.address = *std::move(parsed);
  redis.user = context.Setting("RECOURSE_REDIS_USER").value_or("");
  redis.password = Secret(*std::move(password));
  return redis;
}

}  // namespace

StatusOr<Sources> SourcesOf(const Context& context) {
  auto kafka = KafkaOf(context);
  if (!kafka.ok()) return kafka.status();
  auto redis = RedisOf(context);
  if (!redis.ok()) return redis.status();
  return Sources{*std::move(kafka), *std::move(redis)};
}

}  // namespace recourse::ctl::verify
