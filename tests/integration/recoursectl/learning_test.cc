// A model learns what people corrected: a product that the project's own texts never heard of is
// corrected through the door, the corrections are exported, and the next model knows it.
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>

#include "services/classify/domain/model/score.h"
#include "services/common/text/disguise.h"
#include "services/recoursectl/model/aligned.h"
#include "services/recoursectl/model/corrections_file.h"
#include "services/recoursectl/model/pipeline.h"
#include "tests/integration/classify/triage_desk.h"

namespace recourse::classify {
namespace {

using namespace testing;  // NOLINT: values of this test
namespace trainer = ctl::model;

constexpr const char* kManifest = R"(
name: learning
licence_class: A
credit: "written by the project"
seed: 1
folds: 3
features: {words: 2, characters: [2, 5]}
heads:
  - {name: category, solver: svm, cost: 0.25, precision: 0.8}
train:
  - {file: texts.tsv, text: [text], labels: {category: category}}
)";
constexpr const char* kAlsoCorrections =
    "  - {file: corrections.tsv, text: [text], labels: {category: category}}\n";

// A product of the category wealth that does not exist, told of in words of other categories.
const std::vector<std::string> kCorrected = {
    "The app does not show my Zephyrgold any more.",
    "Nobody at the branch could tell me what Zephyrgold costs.",
    "I have been on hold for an hour about my Zephyrgold.",
    "My Zephyrgold letter was sent to the old address.",
    "Please transfer my Zephyrgold to my daughter.",
    "Zephyrgold was sold to my father at the counter, he is ninety.",
    "手机银行里看不到我的泽飞金。",
    "柜台说不清泽飞金到底要收多少钱。",
    "打了一个小时电话，没人能讲明白泽飞金。",
    "泽飞金的单子寄到老地址去了。",
    "我想把泽飞金转给女儿。",
    "你们柜员把泽飞金卖给了我九十岁的父亲。"};
const std::vector<std::string> kHeldOut = {"Since Monday the app hides my Zephyrgold.",
                                           "What does Zephyrgold cost at the branch?",
                                           "Your phone line knows nothing about Zephyrgold.",
                                           "手机上的泽飞金不见了。",
                                           "网点的人都不知道泽飞金收多少钱。",
                                           "电话里没人懂泽飞金。"};
constexpr const char* kTruth = "wealth";

// A folder that is gone with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / NameOf()) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  static std::string NameOf() { return "recourse-learning-" + std::to_string(::getpid()); }
  std::filesystem::path path_;
};

// The project's own texts as a .tsv.
std::string TextsOfTheProject() {
  std::string rows = "text\tcategory\n";
  const auto folder = std::filesystem::path(RECOURSE_TESTS_DIR) / "../services/classify/texts";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const auto item = boost::json::parse(line).as_object();
      trainer::CorrectedText text;
      text.text = item.at("text").as_string();
      const std::string row = trainer::CorrectionsRow(text);
      rows += row.substr(0, row.find('\t')) + "\t" + std::string(item.at("category").as_string()) +
              "\n";
    }
  }
  return rows;
}

// A trained model, asked for the category of a text.
class Trained {
 public:
  Trained(const std::string& manifest, const Folder& folder) {
    const auto read = trainer::ReadManifest("learning.yaml", manifest);
    EXPECT_TRUE(read.ok()) << read.status();
    auto made = trainer::Train(*read, folder.path());
    EXPECT_TRUE(made.ok()) << made.status();
    bytes_ = std::move(made->bytes);
    const auto memory = trainer::Aligned(bytes_);
    model_ = *Model::Open({memory.get(), bytes_.size()}, memory);
  }
  Estimate CategoryOf(const std::string& text) const {
    Scratch scratch;
    const auto folded = FoldDisguised(text);
    const Head& head = *model_->FindHead("category");
    std::vector<float> probabilities;
    Probabilities(*model_, head, Score(*model_, folded->text, scratch), probabilities);
    const auto answer = AnswerOf(*model_, head, probabilities);
    Estimate estimate;
    estimate.label = std::string(model_->LabelsOf(head)[answer.label].name);
    estimate.probability = answer.probability;
    return estimate;
  }
  int RightOf(const std::vector<std::string>& texts) const {
    return static_cast<int>(std::count_if(texts.begin(), texts.end(), [&](const auto& text) {
      return CategoryOf(text).label == kTruth;
    }));
  }

 private:
  std::string bytes_;
  std::shared_ptr<const Model> model_;
};

class LearningTest : public TriageDesk {
 protected:
  // As `recoursectl model corrections` writes it.
  std::string Exported() {
    std::string file = trainer::CorrectionsHeader();
    for (std::string token, again = "first"; again != "";) {
      const auto page = Corrections(5, token);
      for (const auto& each : page.corrections()) {
        trainer::CorrectedText row;
        row.text = each.text();
        row.category = each.classification().category();
        row.corrected_by = each.corrected_by();
        file += trainer::CorrectionsRow(row);
      }
      token = again = page.next_page_token();
    }
    return file;
  }
};

TEST_F(LearningTest, TheNextModelKnowsWhatPeopleCorrected) {
  const Folder folder;
  folder.Write("texts.tsv", TextsOfTheProject());
  const Trained before(kManifest, folder);
  EXPECT_LE(before.RightOf(kHeldOut), 1) << "it cannot know a word that is not in its texts";
  for (const std::string& text : kCorrected) {
    Hear(text, text, {{before.CategoryOf(text)}, ModelVersion("before")});
    ASSERT_EQ(Correct(text, kTruth), "") << text;
  }
  folder.Write("corrections.tsv", Exported());
  const Trained after(std::string(kManifest) + kAlsoCorrections, folder);
  for (const std::string& text : kHeldOut) EXPECT_EQ(after.CategoryOf(text).label, kTruth) << text;
}

}  // namespace
}  // namespace recourse::classify
