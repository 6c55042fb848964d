#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/manifest.h"

namespace recourse::ctl::model {
namespace {

std::string ManifestWith(const std::string& lines) {
  return "name: m\nlicence_class: A\ncredit: own\n" + lines +
         "heads:\n  - {name: category, solver: svm, cost: 1}\n"
         "train:\n  - {file: a.tsv, text: [text], labels: {category: label}}\n";
}

TEST(ManifestMeaningTest, NamesTheEncoderOrTakesTheDefaultOne) {
  const auto named =
      ReadManifest("m.yaml", ManifestWith("meaning_weight: 4\nencoder: bge-small-en-v1.5\n"));
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->encoder, "bge-small-en-v1.5");
  const auto unnamed = ReadManifest("m.yaml", ManifestWith("meaning_weight: 4\n"));
  ASSERT_TRUE(unnamed.ok()) << unnamed.status();
  EXPECT_EQ(unnamed->encoder, encoder::SentenceEncoder::kDefaultRelease);
}

TEST(ManifestMeaningTest, AnEncoderThatIsNotAskedOrLeadsElsewhereIsRefusedWithItsLine) {
  const auto refusal = [](const std::string& lines) {
    return std::string(ReadManifest("m.yaml", ManifestWith(lines)).status().message());
  };
  EXPECT_EQ(refusal("encoder: bge-small-en-v1.5\n"),
            "m.yaml:4: an encoder is asked for by a meaning_weight above 0");
  EXPECT_NE(refusal("meaning_weight: 1\nencoder: ../weights\n").find("m.yaml:5"),
            std::string::npos);
}

TEST(ManifestMeaningTest, ReadsWhatTuningTries) {
  const auto manifest =
      ReadManifest("m.yaml", ManifestWith("meaning_weight: 4\ntune_costs: [1, 2]\n"
                                          "tune_meaning_weights: [3, 6]\n"));
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->tune_meaning_weights, (std::vector<double>{3, 6}));
}

// 500 texts of each of two labels, told apart by nothing.
TEST(CalibrateAsSetTest, SharesThatAreExpectedCountAndLeaveMayBeWithheld) {
  std::vector<Outcome> held_out;
  for (std::uint32_t i = 0; i < 1'000; ++i) held_out.push_back({i % 2, {0, 0}});
  HeadSettings settings;
  settings.name = "h";
  settings.priors = {{"b", 0.8}};
  auto head = HeadOf("h", {"a", "b"});
  ASSERT_TRUE(CalibrateAsSet(settings, held_out, head).ok());
  EXPECT_TRUE(head.calibrated);
  const Judged one = Judge(held_out, head)[0];
  EXPECT_EQ(one.said, 1U);
  EXPECT_NEAR(one.probability, 0.8, 0.01);
  settings.calibrated = false;
  auto withheld = HeadOf("h", {"a", "b"});
  ASSERT_TRUE(CalibrateAsSet(settings, held_out, withheld).ok());
  EXPECT_FALSE(withheld.calibrated);
  settings.priors = {{"c", 0.8}};
  EXPECT_EQ(CalibrateAsSet(settings, held_out, withheld).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace recourse::ctl::model
