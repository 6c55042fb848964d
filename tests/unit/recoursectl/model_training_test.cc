#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>

#include "services/recoursectl/model/calibration.h"
#include "services/recoursectl/model/card.h"
#include "services/recoursectl/model/cascade.h"
#include "services/recoursectl/model/pipeline.h"
#include "services/recoursectl/model/training.h"

namespace recourse::ctl::model {
namespace {

constexpr char kManifest[] = R"(
name: small
licence_class: A
credit: "written for this test"
seed: 3
folds: 4
features: {words: 2, characters: [2, 4]}
heads:
  - {name: category, solver: svm, cost: 1, precision: 0.8}
  - {name: severity, solver: logistic, cost: 1, precision: 0.8}
train:
  - file: train.tsv
    text: [text]
    labels: {category: topic, severity: score}
    names: {severity: {high: ["-2", "-1"], low: ["1"]}}
develop:
  - {file: dev.tsv, text: [text], labels: {category: topic}}
tune_costs: [0.5, 2]
)";

// A folder of data that is gone with the test.
class Folder {
 public:
  Folder() {
    path_ = std::filesystem::temp_directory_path() /
            ("recourse-model-" + std::to_string(::getpid()) + "-" + std::to_string(next_++));
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  static inline int next_ = 0;
  std::filesystem::path path_;
};

// Rows whose category follows from one word and whose severity from another.
std::string Rows(int count, int first) {
  const char* const topics[] = {"card", "fee", "loan"};
  std::string text = "topic\tscore\ttext\n";
  for (int i = first; i < first + count; ++i) {
    const std::string topic = topics[i % 3];
    const bool bad = i % 2 == 0;
    text += topic + "\t" +
            (bad          ? "-2"
             : i % 4 == 1 ? "1"
                          : "0") +
            "\tthe " + topic + (bad ? " is terrible, case " : " is fine, case ") +
            std::to_string(i) + "\n";
  }
  return text;
}

Manifest Small() { return *ReadManifest("small.yaml", kManifest); }

// Of the head `severity` in the card of a model that has learned from so many texts.
std::string CalibratedInCard(int texts, const std::string& setting) {
  std::string manifest = kManifest;
  const std::string head = "name: severity, ";
  manifest.insert(manifest.find(head) + head.size(), setting);
  const Folder folder;
  folder.Write("train.tsv", Rows(texts, 0));
  const auto read = ReadManifest("small.yaml", manifest);
  const auto made = Train(*read, folder.path());
  EXPECT_TRUE(made.ok()) << made.status();
  const auto card = boost::json::parse(CardJson(*read, made->card));
  const bool told = card.at("heads").at("severity").at("calibrated").as_bool();
  const std::string page = CardMarkdown(*read, made->card);
  EXPECT_NE(page.find(told ? "severity, calibrated" : "severity, not calibrated"),
            std::string::npos);
  return told ? "yes" : "no";
}

TEST(TrainingTest, TheCardTellsOfEachHeadWhetherItIsCalibrated) {
  const int few = static_cast<int>(kCalibratedMin) / 2, many = static_cast<int>(kCalibratedMin) * 2;
  EXPECT_EQ(CalibratedInCard(many, ""), "yes");
  EXPECT_EQ(CalibratedInCard(few, ""), "no") << "too few texts were held out";
  EXPECT_EQ(CalibratedInCard(many, "calibrated: false, "), "no");
}

TEST(TrainingTest, LearnsWhatTheWordsSay) {
  const Folder folder;
  folder.Write("train.tsv", Rows(240, 0));
  folder.Write("dev.tsv", Rows(60, 1'000));
  const auto made = Train(Small(), folder.path());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->card.training_texts, 240U);
  EXPECT_EQ(made->card.labels[0], (std::vector<std::string>{"card", "fee", "loan"}));
  EXPECT_EQ(made->card.labels[1], (std::vector<std::string>{"high", "low"}));
  ASSERT_EQ(made->card.measured.size(), 1U);
  EXPECT_GT(made->card.measured[0].heads[0].accuracy, 0.99);
  // A score of 0 is no label of this head: three quarters of the rows are left.
  EXPECT_EQ(made->card.measured[0].heads[1].texts, 180U);
  EXPECT_GT(made->card.measured[0].heads[1].accuracy, 0.99);
  const auto card = Evaluate(Small(), made->bytes, folder.path());
  ASSERT_TRUE(card.ok()) << card.status();
  EXPECT_EQ(card->measured[0].heads[0].texts, 60U);
  EXPECT_GT(card->measured[0].heads[0].accuracy, 0.99);
}

TEST(TrainingTest, TheSameManifestAndDataGiveTheSameBytes) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  EXPECT_EQ(Train(Small(), folder.path())->bytes, Train(Small(), folder.path())->bytes);
}

TEST(TrainingTest, ATextOfTheTrainingDataIsRefusedInTheEvaluation) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  // Ten that were trained on, one of them in capitals and with another space, and five that were
  // not.
  folder.Write("dev.tsv", Rows(10, 0) + Rows(5, 1'000).substr(17) +
                              "card\t0\tTHE CARD is terrible,\u00A0case 0\n");
  const auto made = Train(Small(), folder.path());
  const auto card = Evaluate(Small(), made->bytes, folder.path());
  ASSERT_TRUE(card.ok()) << card.status();
  EXPECT_EQ(card->measured[0].refused, 11U);
  EXPECT_EQ(card->measured[0].heads[0].texts, 5U);
}

TEST(TrainingTest, AModelOfOtherHeadsIsRefused) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  folder.Write("dev.tsv", Rows(5, 1'000));
  const auto made = Train(Small(), folder.path());
  Manifest other = Small();
  other.heads[1].name = "sentiment";
  EXPECT_EQ(Evaluate(other, made->bytes, folder.path()).status().code(),
            StatusCode::kInvalidArgument);
}

TEST(TrainingTest, AFileThatIsNotThereIsNamed) {
  const Folder folder;
  const Status status = Train(Small(), folder.path()).status();
  EXPECT_NE(status.message().find("train.tsv"), std::string::npos);
}

TEST(TrainingTest, TuneTellsOfEachCost) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  const auto tried = Tune(Small(), folder.path());
  ASSERT_TRUE(tried.ok()) << tried.status();
  ASSERT_EQ(tried->size(), 2U);
  EXPECT_EQ((*tried)[1].cost, 2);
  EXPECT_EQ((*tried)[0].heads[0].texts, 120U);
}

// Rows aside say the opposite of the own ones: they are learned from, and no figure is of them.
TEST(TrainingTest, WhatStandsAsideIsLearnedAndNotMeasured) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  folder.Write("other.tsv", "topic\ttext\nrate\tthe rate is odd\nrate\ta rate again\n");
  Manifest manifest = Small();
  Source aside;
  aside.file = "other.tsv";
  aside.text = {"text"};
  aside.columns = {{"category", "topic"}};
  aside.aside = true;
  manifest.train.push_back(aside);
  const auto made = Train(manifest, folder.path());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->card.training_texts, 122U);
  EXPECT_EQ(made->card.labels[0], (std::vector<std::string>{"card", "fee", "loan", "rate"}));
  EXPECT_EQ(made->card.measured[0].heads[0].texts, 120U);
  EXPECT_EQ(made->card.measured[0].heads[0].labels[3].texts, 0U);
}

TEST(TrainingTest, CopiesWithNoiseAreLearnedFromTheSameWayEachTime) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  Manifest noisy = Small();
  noisy.noise = {2, 0.2, 0.2};
  const auto made = Train(noisy, folder.path());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->card.training_texts, 120U);
  EXPECT_GT(made->card.measured[0].heads[0].accuracy, 0.99);
  EXPECT_EQ(made->bytes, Train(noisy, folder.path())->bytes);
  EXPECT_NE(made->bytes, Train(Small(), folder.path())->bytes);
}

TEST(TrainingTest, TheTextsThatAreMeasuredAreAlsoMeasuredInDisguise) {
  const Folder folder;
  folder.Write("train.tsv", Rows(120, 0));
  folder.Write("dev.tsv", Rows(5, 0) + Rows(30, 1'000).substr(17));
  const auto made = Train(Small(), folder.path());
  const auto card =
      Evaluate(Small(), made->bytes, folder.path(), {Disguise::kFullWidth, Disguise::kZeroWidth});
  ASSERT_TRUE(card.ok()) << card.status();
  ASSERT_EQ(card->measured.size(), 3U);
  EXPECT_EQ(card->measured[1].on, "full-width");
  for (const Measured& measured : card->measured) {
    EXPECT_EQ(measured.refused, 5U);
    EXPECT_EQ(measured.heads[0].texts, 30U);
    EXPECT_GT(measured.heads[0].accuracy, 0.99);
  }
}

TEST(TrainingTest, ExamplesAreATableOfWhatIsLearnedAndMeasured) {
  const Folder folder;
  folder.Write("train.tsv", "topic\tscore\ttext\ncard\t-2\tlost it\nfee\t0\ttoo much\n");
  folder.Write("dev.tsv", "topic\ttext\ncard\tit went\ncard\tLOST it\nfee\twhy?\n");
  EXPECT_EQ(*TableOf(Small(), folder.path(), Part::kTrain),
            "category\tseverity\taside\ttext\ncard\thigh\t0\tlost it\nfee\t\t0\ttoo much\n");
  EXPECT_EQ(*TableOf(Small(), folder.path(), Part::kDevelop),
            "category\tseverity\taside\ttext\ncard\t\t0\tit went\nfee\t\t0\twhy?\n");
}

TEST(FoldsTest, EqualTextsStayTogetherAndLabelsAreSpread) {
  std::vector<Example> rows;
  for (std::uint32_t i = 0; i < 100; ++i) rows.push_back({U"", i % 50, {i % 50 < 10 ? 1U : 0U}});
  const auto folds = FoldsOf(rows, 5, 1);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(folds[i], folds[i + 50]);
  std::vector<int> of_label(5);
  for (std::size_t i = 0; i < 50; ++i) of_label[folds[i]] += rows[i].labels[0] == 1 ? 1 : 0;
  EXPECT_EQ(*std::min_element(of_label.begin(), of_label.end()), 2);
  EXPECT_EQ(*std::max_element(of_label.begin(), of_label.end()), 2);
}

TEST(FoldsTest, WhatIsToBeHeldOutTogetherIs) {
  std::vector<Example> rows;
  for (std::uint32_t i = 0; i < 100; ++i) {
    rows.push_back({U"", i, {i % 7}});
    rows.back().together = 1 + i / 10;
  }
  const auto folds = FoldsOf(rows, 5, 1);
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(folds[i], folds[i / 10 * 10]);
  for (std::uint32_t fold = 0; fold < 5; ++fold) {
    EXPECT_EQ(std::count(folds.begin(), folds.end(), fold), 20) << fold;
  }
}

TEST(FoldsTest, AnEqualTextOfAnotherBundleStaysWithTheFirst) {
  std::vector<Example> rows;
  for (std::uint32_t i = 0; i < 20; ++i) {
    rows.push_back({U"", i, {0}});
    rows.back().together = 1 + i;
  }
  rows.push_back(rows[3]);
  rows.back().together = 8;
  const auto folds = FoldsOf(rows, 5, 1);
  EXPECT_EQ(folds.back(), folds[3]);
}

TEST(TrainingTest, RowsAreBundledByTheColumnThatTheManifestNames) {
  const Folder folder;
  folder.Write("train.tsv",
               "topic\tscore\ttext\ncard\t-2\tlost it\nfee\t0\ttoo much\ncard\t\tgone\n");
  std::string text = kManifest;
  const std::string from = "file: train.tsv";
  text.replace(text.find(from), from.size(), "together: topic\n    " + from);
  const auto manifest = ReadManifest("m.yaml", text);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  const auto examples = ReadExamples(*manifest, manifest->train, folder.path(), {});
  ASSERT_TRUE(examples.ok()) << examples.status();
  ASSERT_EQ(examples->rows.size(), 3U);
  EXPECT_NE(examples->rows[0].together, 0U);
  EXPECT_EQ(examples->rows[0].together, examples->rows[2].together);
  EXPECT_NE(examples->rows[0].together, examples->rows[1].together);
}

TEST(ManifestTest, ReadsWhatAModelIsMadeOf) {
  const Manifest manifest = Small();
  EXPECT_EQ(manifest.features.shape, (classify::FeatureShape{2, 2, 4, 3, 0}));
  EXPECT_EQ(manifest.heads[1].fitting.solver, Solver::kLogistic);
  EXPECT_EQ(manifest.train[0].names.at("severity").at("-1"), "high");
}

TEST(ManifestTest, ReadsHowAHeadIsFoundAndWhatIsExpected) {
  std::string text = kManifest;
  const std::string from = "solver: svm, cost: 1, precision: 0.8}";
  text.replace(text.find(from), from.size(),
               "solver: svm, cost: 1, ratios: true, priors: {card: 0.25}, "
               "beside: [{solver: logistic, cost: 20, share: 0.5}]}");
  const std::string file = "file: train.tsv";
  text.replace(text.find(file), file.size(), "aside: true\n    leave_out: [the, of]\n    " + file);
  const auto manifest = ReadManifest("m.yaml", text);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  const HeadSettings& head = manifest->heads[0];
  EXPECT_TRUE(head.fitting.ratios);
  EXPECT_EQ(head.priors.at("card"), 0.25);
  ASSERT_EQ(head.beside.size(), 1U);
  EXPECT_EQ(head.beside[0].solver, Solver::kLogistic);
  EXPECT_EQ(head.beside[0].share, 0.5);
  EXPECT_FALSE(manifest->heads[1].even_priors);
  EXPECT_TRUE(manifest->train[0].aside);
  EXPECT_EQ(manifest->train[0].leave_out, (std::set<std::string>{"of", "the"}));
}

TEST(ManifestTest, RefusesWithTheLine) {
  const auto refusal = [](std::string text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
    return std::string(ReadManifest("m.yaml", text).status().message());
  };
  EXPECT_EQ(refusal(kManifest, "solver: svm", "solver: tree"),
            "m.yaml:9: must be svm, logistic or multiclass");
  EXPECT_EQ(refusal(kManifest, "licence_class: A", "licence_class: D"),
            "m.yaml:3: must be A, B or C");
  EXPECT_NE(refusal(kManifest, "file: dev.tsv", "file: ../dev.tsv").find("below the folder"),
            std::string::npos);
  EXPECT_NE(refusal(kManifest, "{category: topic}", "{colour: topic}").find("no head 'colour'"),
            std::string::npos);
  EXPECT_NE(refusal(kManifest, "low: [\"1\"]", "low: [\"-1\"]").find("stands for two labels"),
            std::string::npos);
}

// Texts of one word, told apart by their points alone.
TEST(TrainingTest, LearnsWhatThePointsSayWhereTheWordsSayNothing) {
  Manifest manifest = Small();
  manifest.meaning_weight = 1;
  manifest.heads.resize(1);
  Examples examples{{{"near", "far"}}, {}, "points-1"};
  for (std::uint32_t i = 0; i < 40; ++i) {
    const float side = i % 2 == 0 ? 1.0F : -1.0F;
    examples.rows.push_back({U"same", i, {i % 2}, {side, 0.1F}});
  }
  std::vector<const Example*> texts;
  for (const Example& row : examples.rows) texts.push_back(&row);
  const auto draft = Fit(manifest, examples, texts);
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->encoder, "points-1");
  EXPECT_EQ(draft->rows_of_meaning, 2U);
  const auto outcomes = Ask(*classify::Encode(*draft), texts, 1);
  ASSERT_TRUE(outcomes.ok()) << outcomes.status();
  for (const Outcome& one : outcomes->front()) {
    EXPECT_GT(one.sums[one.truth], one.sums[1 - one.truth]);
  }
}

TEST(TrainingTest, AManifestThatAsksForTheEncoderSaysHowToNameIt) {
  Manifest manifest = Small();
  manifest.meaning_weight = 0.5;
  const Status status = Train(manifest, "/nonexistent").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("--encoder"), std::string::npos) << status;
}

TEST(CascadeTest, TheSecondTierAnswersWhatTheFirstIsNotSureOf) {
  const std::vector<Judged> first{{0, 0, 0.9F, false}, {1, 0, 0.4F, true}};
  const std::vector<Judged> second{{0, 1, 0.99F, false}, {1, 1, 0.8F, false}};
  const auto joined = Joined(first, second, 0.5);
  EXPECT_EQ(joined[0].said, 0U);
  EXPECT_EQ(joined[1].said, 1U);
  EXPECT_EQ(Joined(first, second, 0)[1].said, 0U);
  EXPECT_EQ(Joined(first, second, 1)[0].said, 1U);
}

}  // namespace
}  // namespace recourse::ctl::model
