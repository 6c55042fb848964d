#include <gtest/gtest.h>

#include "tests/unit/recoursectl/verify_run.h"

namespace recourse::ctl::verify {
namespace {

// f2 was corrected twice: rows and facts of the ordinals 1, 2 and 3.
class CorrectedRun : public FinishedRun {
 public:
  CorrectedRun() {
    rows() = {3, 1, 3, 0, 0, 0};
    auto& facts = evidence.classified[{kClassifiedTopic, 1}];
    facts[1] = {FactId(Named("second")), Named("f2"), 2};
    facts[2] = {FactId(Named("third")), Named("f2"), 3};
  }
  ClassificationRows& rows() { return evidence.classifications[Named("f2")]; }
};

using Ids = std::vector<std::string>;

Ids ViolatedOf(const FinishedRun& run) {
  Ids ids;
  for (const Check& check : CheckClassifications(run.evidence)) {
    if (check.violations > 0) ids.push_back(check.id);
  }
  return ids;
}

TEST(VerifyClassification, CorrectionsAreAsTheyShouldBe) {
  EXPECT_EQ(ViolatedOf(CorrectedRun()), Ids{});
}

TEST(VerifyClassification, AMissingOrdinalIsNamed) {
  CorrectedRun run;
  run.rows().count = 2;
  EXPECT_EQ(ViolatedOf(run), Ids{"C1"});
}

TEST(VerifyClassification, ACorrectionOfNothingIsNamed) {
  CorrectedRun run;
  run.rows() = {2, 2, 3, 0, 0, 0};
  EXPECT_EQ(ViolatedOf(run), Ids{"C1"});
}

TEST(VerifyClassification, OnlyWhatIsInForceMayWait) {
  CorrectedRun run;
  run.rows().waiting_count = 1;
  run.rows().waiting_ordinal = 3;
  EXPECT_EQ(ViolatedOf(run), Ids{});
  run.rows().waiting_ordinal = 1;
  EXPECT_EQ(ViolatedOf(run), Ids{"C2"});
}

TEST(VerifyClassification, OneFeedbackDoesNotWaitTwice) {
  CorrectedRun run;
  run.rows().waiting_count = 2;
  run.rows().waiting_ordinal = 3;
  EXPECT_EQ(ViolatedOf(run), Ids{"C2"});
}

TEST(VerifyClassification, ACorrectionThatWasNeverSaidIsNamed) {
  CorrectedRun run;
  run.evidence.classified[{kClassifiedTopic, 1}].erase(2);
  EXPECT_EQ(ViolatedOf(run), Ids{"C3"});
}

TEST(VerifyClassification, ACorrectionThatWasSaidTwiceIsNamed) {
  CorrectedRun run;
  run.evidence.classified[{kClassifiedTopic, 1}][3] = {FactId(Named("again")), Named("f2"), 3};
  EXPECT_EQ(ViolatedOf(run), Ids{"C3"});
}

TEST(VerifyClassification, AModelThatNobodyActivatedIsNamed) {
  CorrectedRun run;
  run.rows().usurped_count = 1;
  EXPECT_EQ(ViolatedOf(run), Ids{"C4"});
}

TEST(VerifyClassification, AFactOfWhatIsNotKeptIsNamed) {
  CorrectedRun run;
  run.evidence.classifications.erase(Named("f2"));
  EXPECT_EQ(ViolatedOf(run), Ids{"C3"});
}

}  // namespace
}  // namespace recourse::ctl::verify
