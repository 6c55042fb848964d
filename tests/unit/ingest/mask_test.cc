#include "services/ingest/domain/mask.h"

#include <gtest/gtest.h>

namespace recourse::ingest {
namespace {

TEST(MaskTest, ShowsEnoughOfANumberToRecogniseIt) {
  EXPECT_EQ(MaskPhone("13800130017"), "138****0017");
  EXPECT_EQ(MaskPhone("138 0013-0017"), "138****0017");
  EXPECT_EQ(MaskPhone("+86 13800130017"), "861****0017");
}

TEST(MaskTest, ShowsLittleOfAShortNumber) {
  EXPECT_EQ(MaskPhone("95588"), "****88");
  EXPECT_EQ(MaskPhone("12345678"), "****78");
  EXPECT_EQ(MaskPhone("12"), "****2");
  EXPECT_EQ(MaskPhone("1"), "****");
}

TEST(MaskTest, ShowsTheFirstLetterAndTheHouseOfAnAddress) {
  EXPECT_EQ(MaskEmail("lily@example.com"), "l***@example.com");
  EXPECT_EQ(MaskEmail("王芳@example.com"), "王***@example.com");
  EXPECT_EQ(MaskEmail("\"a@b\"@example.com"), "\"***@example.com");
}

TEST(MaskTest, ShowsNothingOfWhatItCannotRead) {
  EXPECT_EQ(MaskPhone("ext. unknown"), "****");
  EXPECT_EQ(MaskEmail("no address"), "***");
  EXPECT_EQ(MaskEmail("@example.com"), "***");
  EXPECT_EQ(MaskPhone(""), "");
  EXPECT_EQ(MaskEmail(""), "");
}

}  // namespace
}  // namespace recourse::ingest
