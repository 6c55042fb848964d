// The manifest of the default model over the texts that it is made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/recoursectl/model/examples.h"
#include "services/recoursectl/model/files.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {
namespace {

const std::string kClassify = std::string(RECOURSE_TESTS_DIR) + "/../services/classify";

Manifest Default() {
  const auto text = ReadWhole(kClassify + "/manifests/default.yaml", kManifestBytesMax);
  return *ReadManifest("default.yaml", *text);
}

Examples Of(const Manifest& manifest, const std::vector<Source>& sources) {
  const auto examples = ReadExamples(manifest, sources, kClassify + "/texts", {});
  EXPECT_TRUE(examples.ok()) << examples.status();
  return examples.ok() ? *examples : Examples{};
}

std::size_t Labelled(const Examples& examples, std::size_t head) {
  return static_cast<std::size_t>(
      std::count_if(examples.rows.begin(), examples.rows.end(),
                    [&](const Example& row) { return row.labels[head] != kNoLabel; }));
}

// The counts stand in the texts' README, which tidy.texts holds to the files.
TEST(DefaultModelTest, LearnsFromTheTrainPartAndIsMeasuredOnTheTestPart) {
  const Manifest manifest = Default();
  const Examples train = Of(manifest, manifest.train);
  const Examples test = Of(manifest, manifest.develop);
  EXPECT_EQ(train.rows.size(), 1'667U);
  EXPECT_EQ(test.rows.size(), 579U);
}

TEST(DefaultModelTest, LearnsSeverityFromComplaintsAlone) {
  const Manifest manifest = Default();
  ASSERT_EQ(manifest.heads[4].name, "severity");
  EXPECT_EQ(Labelled(Of(manifest, manifest.train), 4), 1'177U - 310U);
  EXPECT_EQ(Labelled(Of(manifest, manifest.develop), 4), 310U);
  EXPECT_EQ(Labelled(Of(manifest, manifest.train), 0), 1'667U);
}

TEST(DefaultModelTest, CallsNothingCalibratedThatOnlyWrittenTextsStandBehind) {
  for (const HeadSettings& head : Default().heads) EXPECT_FALSE(head.calibrated) << head.name;
}

}  // namespace
}  // namespace recourse::ctl::model
