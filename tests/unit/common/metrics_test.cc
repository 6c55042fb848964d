#include "services/common/process/metrics.h"

#include <gtest/gtest.h>

#include <string>

namespace recourse {
namespace {

TEST(MetricsTest, GivesTheSameMetricForTheSameNameAndLabels) {
  Counter first("test_frames_total", "Frames", {{"door", "grpc"}});
  Counter second("test_frames_total", "Frames", {{"door", "grpc"}});
  Counter other("test_frames_total", "Frames", {{"door", "http"}});
  first.Add();
  second.Add(2);
  EXPECT_EQ(first.Value(), 3);
  EXPECT_EQ(other.Value(), 0);
}

TEST(MetricsTest, RendersWhatPrometheusReads) {
  Gauge gauge("test_rows", "Rows that wait");
  gauge.Set(5);
  gauge.Add(-2);
  Histogram histogram("test_duration_seconds", "Duration", {}, {0.1, 1});
  histogram.Observe(0.5);
  const std::string text = RenderMetrics();
  EXPECT_NE(text.find("# HELP test_rows Rows that wait\n# TYPE test_rows gauge\ntest_rows 3"),
            std::string::npos);
  EXPECT_NE(text.find("test_duration_seconds_bucket{le=\"0.1\"} 0"), std::string::npos);
  EXPECT_NE(text.find("test_duration_seconds_bucket{le=\"1\"} 1"), std::string::npos);
  EXPECT_NE(text.find("recourse_log_dropped_lines"), std::string::npos);
}

}  // namespace
}  // namespace recourse
