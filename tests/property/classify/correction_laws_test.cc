// Corrections through the whole handler over a store in memory: sent twice they are made once, of
// whatever was said the last word stands, and no ordinal is missing.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "services/classify/domain/correction.h"
#include "services/common/runtime/handler.h"
#include "tests/support/fake_store.h"

namespace recourse::classify {
namespace {

const std::vector<std::string> kCategories{"card", "loan", "other"};
const FeedbackId kFeedback(NamedUuid(kRecourseSpace, "f"));

Policy Taxonomy() {
  WrittenRules written;
  for (const std::string& category : kCategories) written.categories.insert(Category(category));
  return Compile(written, 1);
}

Said AnySaid() {
  Said said;
  said.category = Category(*rc::gen::elementOf(kCategories));
  if (*rc::gen::arbitrary<bool>()) {
    said.severity = *rc::gen::element(Severity::kLow, Severity::kHigh, Severity::kCritical);
  }
  if (*rc::gen::arbitrary<bool>()) {
    said.type = *rc::gen::element(FeedbackType::kComplaint, FeedbackType::kPraise);
  }
  return said;
}

CorrectionMade AnyCorrection() {
  CorrectionMade made;
  made.feedback.feedback_id = kFeedback;
  made.said = AnySaid();
  made.corrected_by = *rc::gen::element<std::string>("olga", "omar");
  return made;
}

FeedbackReceived Received() {
  FeedbackReceived received;
  received.feedback.feedback_id = kFeedback;
  return received;
}

// One decision after another, as one batch or as many.
View Fold(const std::vector<CorrectionMade>& corrections) {
  View view = Decide({}, Received(), Timestamp{}, Taxonomy()).changed;
  for (const CorrectionMade& made : corrections) {
    Decision decision = Decide(view, made, Timestamp{}, Taxonomy());
    RC_ASSERT(!decision.refusal);
    RC_ASSERT(decision.changed.at(kFeedback).ordinal == view.at(kFeedback).ordinal + 1);
    view = std::move(decision.changed);
  }
  return view;
}

// What is said last of each output.
Classification LastWords(const std::vector<CorrectionMade>& corrections) {
  Classification last =
      Decide({}, Received(), Timestamp{}, Taxonomy()).changed.at(kFeedback).classification;
  for (const CorrectionMade& made : corrections) {
    last.category = *made.said.category;
    last.severity = made.said.severity.value_or(last.severity);
    last.type = made.said.type.value_or(last.type);
  }
  return last;
}

RC_GTEST_PROP(CorrectionLaws, TheLastWordOnEachOutputStands, ()) {
  std::vector<CorrectionMade> corrections;
  const int count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) corrections.push_back(AnyCorrection());
  const Kept kept = Fold(corrections).at(kFeedback);
  const Classification last = LastWords(corrections);
  RC_ASSERT(kept.ordinal == 1 + count);
  RC_ASSERT(kept.classification.category == last.category);
  RC_ASSERT(kept.classification.severity == last.severity);
  RC_ASSERT(kept.classification.type == last.type);
  RC_ASSERT(kept.classification.category_probability == 1);
  RC_ASSERT(!kept.classification.triage);
  RC_ASSERT(kept.corrected_by == corrections.back().corrected_by);
}

RC_GTEST_PROP(CorrectionLaws, SayingTheSameAgainSaysNothingNew, ()) {
  const CorrectionMade made = AnyCorrection();
  const Classification once = Fold({made}).at(kFeedback).classification;
  RC_ASSERT(Fold({made, made}).at(kFeedback).classification == once);
}

// Every request is sent once, twice or thrice, in any order behind its first time and in batches of
// any size.
RC_GTEST_PROP(CorrectionLaws, ARequestSentAgainIsMadeOnce, ()) {
  recourse::testing::FakeStore<Domain> store;
  store.policy = std::make_shared<const Policy>(Taxonomy());
  Handler<Domain> handler(store);
  const std::vector<Command<Domain>> first{{std::nullopt, "", Received()}};
  RC_ASSERT(handler.Execute(first).ok());
  const int requests = *rc::gen::inRange(1, 6);
  std::vector<Command<Domain>> sent;
  for (int i = 0; i < requests; ++i) {
    const RequestId id(NamedUuid(kRecourseSpace, "r" + std::to_string(i)));
    const Command<Domain> command{id, "d", AnyCorrection()};
    for (int times = *rc::gen::inRange(1, 4); times > 0; --times) sent.push_back(command);
  }
  std::map<RequestId, int> ordinals;
  for (std::size_t at = 0; at < sent.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, sent.size() - at + 1);
    const auto begin = sent.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<Command<Domain>> batch(begin, begin + static_cast<std::ptrdiff_t>(size));
    const auto answers = handler.Execute(batch);
    RC_ASSERT(answers.ok());
    for (std::size_t i = 0; i < size; ++i) {
      const int ordinal = std::get<CorrectionAnswer>((*answers)[i]).ordinal;
      RC_ASSERT(ordinals.emplace(*batch[i].request, ordinal).first->second == ordinal);
    }
    at += size;
  }
  RC_ASSERT(store.outbox.size() == static_cast<std::size_t>(1 + requests));
  for (std::size_t i = 0; i < store.outbox.size(); ++i) {
    const auto& fact = std::get<FeedbackClassified>(store.outbox[i].second);
    RC_ASSERT(fact.kept.ordinal == static_cast<int>(i) + 1);
  }
}

}  // namespace
}  // namespace recourse::classify
