#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <string>

#include "services/classify/domain/model/score.h"
#include "tests/unit/classify/model_values.h"

namespace recourse::classify {
namespace {

DraftModel Draft() {
  return WordModel({{U"lost", {1, -1, 0.5F, 0, 0}}, {U"card", {0, 0, 1, -0.5F, -0.5F}}});
}

TEST(ModelFormatTest, ReadsWhatWasWritten) {
  DraftModel draft = Draft();
  draft.heads[1].temperature = 3;
  draft.heads[1].calibrated = false;
  draft.heads[1].labels[2].threshold = 0.5F;
  const auto model = *OpenModel(*Encode(draft));
  EXPECT_EQ(model->name(), "words");
  EXPECT_EQ(model->licence_class(), "A");
  EXPECT_EQ(model->shape(), draft.shape);
  ASSERT_EQ(model->heads().size(), 2U);
  EXPECT_TRUE(model->heads()[0].calibrated);
  const Head* topic = model->FindHead("topic");
  ASSERT_NE(topic, nullptr);
  EXPECT_FLOAT_EQ(topic->temperature, 3);
  EXPECT_FALSE(topic->calibrated);
  EXPECT_EQ(model->LabelsOf(*topic)[2].name, "loan");
  EXPECT_FLOAT_EQ(model->LabelsOf(*topic)[2].threshold, 0.5F);
  EXPECT_EQ(model->FindHead("colour"), nullptr);
}

TEST(ModelFormatTest, TheSameDraftGivesTheSameBytes) {
  EXPECT_EQ(*Encode(Draft()), *Encode(Draft()));
}

TEST(ModelFormatTest, AWeightIsKeptWithinHalfAStepOfItsRow) {
  const auto model = *OpenModel(*Encode(WordModel({{U"a", {0.3F, -1.27F, 0.004F, 0, 0}}})));
  const auto row = FindRow(model->slots(), HashOfWord(U"a"));
  ASSERT_NE(row, kNoRow);
  const float step = 1.27F / 127;
  EXPECT_FLOAT_EQ(model->rows()[row].scale, step);
  EXPECT_EQ(model->weights()[0], 30);
  EXPECT_EQ(model->weights()[1], -127);
  EXPECT_EQ(model->weights()[2], 0);
}

TEST(ModelFormatTest, AnyByteThatChangedIsFound) {
  const std::string bytes = *Encode(Draft());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    // What stands in the header is checked by what it says, all else by the checksum.
    const auto model = OpenModel(damaged);
    if (at >= sizeof(Header)) {
      EXPECT_EQ(model.status().code(), StatusCode::kDataLoss) << at;
    }
  }
}

TEST(ModelFormatTest, EveryShorterFileIsRefused) {
  const std::string bytes = *Encode(Draft());
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_EQ(OpenModel(bytes.substr(0, size)).status().code(), StatusCode::kDataLoss) << size;
  }
}

// The bytes as a writer of the format before would have laid them: heads without a shift.
std::string OfTheFormatBefore(std::string bytes) {
  Header header{};
  std::memcpy(&header, bytes.data(), sizeof(header));
  char* heads = bytes.data() + header.heads.offset;
  for (std::size_t i = 0; i < header.heads.count; ++i) {
    std::memmove(heads + i * kHeadRecordBytesBefore, heads + i * sizeof(HeadRecord),
                 kHeadRecordBytesBefore);
  }
  header.format_version = kFormatVersionBefore;
  const std::string rest = bytes.substr(sizeof(header));
  header.checksum = Checksum(reinterpret_cast<const std::byte*>(rest.data()), rest.size());
  std::memcpy(bytes.data(), &header, sizeof(header));
  return bytes;
}

TEST(ModelFormatTest, AFileOfTheFormatBeforeIsReadWithoutAShift) {
  DraftModel draft = Draft();
  draft.heads[0].temperature = 2;
  draft.heads[1].temperature = 3;
  draft.heads[1].calibrated = false;
  const auto model = *OpenModel(OfTheFormatBefore(*Encode(draft)));
  ASSERT_EQ(model->heads().size(), 2U);
  EXPECT_FLOAT_EQ(model->heads()[0].temperature, 2);
  EXPECT_FLOAT_EQ(model->heads()[1].temperature, 3);
  EXPECT_FALSE(model->heads()[1].calibrated);
  EXPECT_EQ(model->heads()[1].name, "topic");
  for (const Head& head : model->heads()) EXPECT_EQ(head.shift, kNoShift);
}

TEST(ModelFormatTest, AShiftIsKeptAndOneThatIsNoNumberIsRefused) {
  DraftModel draft = Draft();
  draft.heads[1].shift = -1.5F;
  const auto model = *OpenModel(*Encode(draft));
  EXPECT_EQ(model->heads()[0].shift, kNoShift);
  EXPECT_FLOAT_EQ(model->heads()[1].shift, -1.5F);
  draft.heads[1].shift = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(OpenModel(*Encode(draft)).status().code(), StatusCode::kDataLoss);
}

TEST(ModelFormatTest, AnotherFormatIsRefusedWithBothVersions) {
  std::string bytes = *Encode(Draft());
  const std::uint32_t later = kFormatVersion + 1;
  std::memcpy(bytes.data() + offsetof(Header, format_version), &later, sizeof(later));
  const Status status = OpenModel(bytes).status();
  EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  EXPECT_NE(status.message().find("its format is 5, read are 3 and 4"), std::string::npos);
}

TEST(ModelFormatTest, LimitsOfADraftAreNamed) {
  DraftModel draft = Draft();
  draft.heads[0].labels.resize(1);
  EXPECT_EQ(Encode(draft).status().code(), StatusCode::kInvalidArgument);
  draft = Draft();
  draft.heads[0].labels[0].name = std::string(kModelNameBytesMax + 1, 'x');
  EXPECT_EQ(Encode(draft).status().code(), StatusCode::kInvalidArgument);
}

TEST(ModelFormatTest, EveryHashIsFoundAndNoOther) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t i = 1; i <= 1000; ++i) hashes.push_back(i * 0x9e3779b97f4a7c15ULL);
  const auto slots = MakeSlots(hashes);
  for (std::uint32_t row = 0; row < hashes.size(); ++row) {
    EXPECT_EQ(FindRow(slots, hashes[row]), row);
  }
  EXPECT_EQ(FindRow(slots, 1001 * 0x9e3779b97f4a7c15ULL), kNoRow);
}

}  // namespace
}  // namespace recourse::classify
