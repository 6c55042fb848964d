#include "services/common/process/trace_config.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace recourse {
namespace {

Environment Of(std::map<std::string, std::string> values) {
  return Environment([values = std::move(values)](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::make_optional(found->second);
  });
}

TEST(TraceConfigTest, WithoutAnEndpointThereAreNoTraces) {
  auto environment = Of({});
  EXPECT_FALSE(ReadTraceConfig(environment).enabled);
  EXPECT_TRUE(environment.Faults().empty());
}

TEST(TraceConfigTest, AnEndpointIsEnoughAndKeepsAllThatNoCallerDecides) {
  auto environment = Of({{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317/"}});
  const TraceConfig config = ReadTraceConfig(environment);
  EXPECT_TRUE(config.enabled);
  EXPECT_FALSE(config.tls);
  EXPECT_EQ(config.endpoint, (Address{"127.0.0.1", 4317}));
  EXPECT_EQ(config.sampler, "parentbased_always_on");
  EXPECT_EQ(config.ratio, 1.0);
}

TEST(TraceConfigTest, ReadsWhatOpenTelemetryDefines) {
  auto environment = Of({{"OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.example.com:4317"},
                         {"OTEL_TRACES_SAMPLER", "parentbased_traceidratio"},
                         {"OTEL_TRACES_SAMPLER_ARG", "0.25"},
                         {"OTEL_RESOURCE_ATTRIBUTES",
                          "deployment.environment.name=a%2Cb , service.name=unused,k=v=w"},
                         {"OTEL_SERVICE_NAME", "intake"}});
  const TraceConfig config = ReadTraceConfig(environment);
  EXPECT_TRUE(environment.Faults().empty());
  EXPECT_TRUE(config.tls);
  EXPECT_EQ(config.sampler, "parentbased_traceidratio");
  EXPECT_EQ(config.ratio, 0.25);
  EXPECT_EQ(config.service, "intake");
  const std::vector<std::pair<std::string, std::string>> resource = {
      {"deployment.environment.name", "a,b"}, {"k", "v=w"}};
  EXPECT_EQ(config.resource, resource);
}

TEST(TraceConfigTest, TheServicesNameMayStandAmongTheAttributes) {
  auto environment = Of({{"OTEL_RESOURCE_ATTRIBUTES", "service.name=intake"}});
  EXPECT_EQ(ReadTraceConfig(environment).service, "intake");
}

TEST(TraceConfigTest, DisabledIsOffWhateverElseIsSet) {
  auto environment =
      Of({{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"}, {"OTEL_SDK_DISABLED", "true"}});
  EXPECT_FALSE(ReadTraceConfig(environment).enabled);
}

TEST(TraceConfigTest, EveryBadValueIsAFaultThatNamesItsVariable) {
  const std::map<std::string, std::vector<std::string>> bad = {
      {"OTEL_EXPORTER_OTLP_ENDPOINT",
       {"127.0.0.1:4317", "ftp://host:4317", "http://host", "http://host:0", "http://host:4317/v1",
        "http://"}},
      {"OTEL_EXPORTER_OTLP_PROTOCOL", {"http/protobuf", "http/json"}},
      {"OTEL_TRACES_SAMPLER", {"jaeger_remote", "Always_on"}},
      {"OTEL_TRACES_SAMPLER_ARG", {"2", "-0.1", "half", "0.5x", "nan", "inf"}},
      {"OTEL_RESOURCE_ATTRIBUTES", {"a", "=b", "a=%2", "a=%zz", "a=1,,b=2"}},
      {"OTEL_SDK_DISABLED", {"yes", "1"}},
  };
  for (const auto& [name, values] : bad) {
    for (const std::string& value : values) {
      auto environment = Of({{name, value}});
      ReadTraceConfig(environment);
      ASSERT_EQ(environment.Faults().size(), 1U) << name << "=" << value;
      EXPECT_TRUE(environment.Faults().front().starts_with(name)) << value;
    }
  }
}

}  // namespace
}  // namespace recourse
