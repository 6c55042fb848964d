#include "services/classify/adapters/model_file.h"

#include <gtest/gtest.h>

#include "tests/support/output_model.h"

namespace recourse::classify {
namespace {

using testing::BankWords;
using testing::BytesOf;
using testing::NamedOf;
using testing::OutputModel;

TEST(ModelFileTest, ADigestIsSha256) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(DigestOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ModelFileTest, AVersionIsTheNameAndTwelveDigitsOfTheDigest) {
  const std::string bytes = *Encode(OutputModel(BankWords()));
  const auto named = OpenNamed(BytesOf(bytes));
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->model_version.value(), "tiny@" + DigestOf(bytes).substr(0, 12));
}

TEST(ModelFileTest, DamagedBytesAreNoModel) {
  std::string bytes = *Encode(OutputModel(BankWords()));
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  EXPECT_EQ(OpenNamed(BytesOf(bytes)).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(OpenNamed(BytesOf("")).status().code(), StatusCode::kDataLoss);
}

TEST(ModelFileTest, ANameThatCouldNotStandInAVersionIsRefused) {
  for (const char* name : {"", "Tiny", "a b", "a@b", "名"}) {
    const auto named = OpenNamed(BytesOf(*Encode(OutputModel(BankWords(), name))));
    EXPECT_EQ(named.status().code(), StatusCode::kInvalidArgument) << name;
  }
}

TEST(ModelFileTest, AllHeadsAndLabelsThatNobodyAsksForAreNamed) {
  DraftModel draft = OutputModel(BankWords());
  EXPECT_TRUE(CheckHeads(*NamedOf(draft).model).ok());
  draft.heads[0].name = "mood";
  draft.heads[3].labels[1].name = "mild";
  EXPECT_EQ(CheckHeads(*NamedOf(draft).model).message(),
            "head mood is none of the outputs; head severity has the label mild");
}

TEST(ModelFileTest, AnyCategoryWillDoForTheTaxonomyChanges) {
  DraftModel draft = OutputModel(BankWords());
  draft.heads[1].labels[0].name = "whatever";
  EXPECT_TRUE(CheckHeads(*NamedOf(draft).model).ok());
}

TEST(ModelFileTest, TwoHeadsOfOneOutputAreRefused) {
  DraftModel draft = OutputModel(BankWords());
  draft.heads[1].name = "type";
  draft.heads[1].labels = draft.heads[0].labels;
  EXPECT_EQ(CheckHeads(*NamedOf(draft).model).message(), "head type stands twice");
}

TEST(ModelFileTest, OnlyClassADecides) {
  DraftModel draft = OutputModel(BankWords());
  EXPECT_TRUE(CheckLicence(*NamedOf(draft).model).ok());
  draft.licence_class = "C";
  EXPECT_FALSE(CheckLicence(*NamedOf(draft).model).ok());
}

}  // namespace
}  // namespace recourse::classify
