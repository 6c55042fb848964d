#include <gtest/gtest.h>

#include <string>

#include "services/common/grpc/status.h"
#include "services/common/text/utf8.h"

namespace recourse {
namespace {

TEST(GrpcStatusTest, KeepsCodeAndMessageBothWays) {
  for (int code = 0; code <= 16; ++code) {
    const Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(FromGrpc(ToGrpc(status)), status);
  }
}

TEST(GrpcStatusTest, SendsOnlyShortUtf8Messages) {
  const auto status = ToGrpc(absl::InternalError(std::string(5'000, 'x') + "\xff"));
  EXPECT_EQ(status.error_message().size(), kMaxStatusMessageBytes);
  EXPECT_TRUE(IsUtf8(ToGrpc(absl::InternalError("\xff")).error_message()));
}

TEST(GrpcStatusTest, CarriesARefusalToTheClient) {
  const Refusal refusal{"text-too-long", {{"limit", "65536"}}};
  const auto status = ToGrpc(refusal, grpc::StatusCode::INVALID_ARGUMENT, "Send at most 64 KiB.");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "Send at most 64 KiB.");
  EXPECT_EQ(RefusalOf(status), refusal);
  EXPECT_EQ(ToGrpc(refusal).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST(GrpcStatusTest, FindsNoRefusalWhereThereIsNone) {
  EXPECT_FALSE(RefusalOf(grpc::Status::OK).has_value());
  EXPECT_FALSE(RefusalOf({grpc::StatusCode::INTERNAL, "x", "\xff\xff"}).has_value());
}

}  // namespace
}  // namespace recourse
