// The suite of effects over PostgreSQL: the same promises as over the store in memory, and what
// only the real one has: senders at once, and what a person sees.
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "tests/support/effect_suite.h"
#include "tests/support/notice_postgres.h"

namespace recourse::testing {
namespace {

using PostgresBench = NoticePostgres;

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, EffectSuite, PostgresBench);

Command<Notice> Send(const std::string& request, std::vector<Effect> effects) {
  return {
      RequestId(NamedUuid(kRecourseSpace, request)), "d", {Notice::KeyOf(1), std::move(effects)}};
}

std::vector<Effect> Mails(int count) {
  std::vector<Effect> effects;
  for (int i = 0; i < count; ++i) effects.push_back(Notice::MailOf(1, i));
  return effects;
}

EffectBeginning BeginningOf(const ClaimedEffect& claimed) {
  return {claimed.id, claimed.effect, claimed.term, "<m@example.com>", std::chrono::hours(1)};
}

TEST(PgEffectStoreTest, SendersAtOnceNeverHoldTheSameEffect) {
  PostgresBench bench;
  Handler<Notice> handler(bench.store());
  ASSERT_TRUE(handler.Execute({Send("r1", Mails(100))}).ok());
  std::mutex mutex;
  std::multiset<EffectId> claimed_ids;
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; ++i) {
    senders.emplace_back([&, owner = "notice-" + std::to_string(i)] {
      while (true) {
        const auto claimed = bench.effects().Claim(owner, {}, std::chrono::hours(1));
        ASSERT_TRUE(claimed.ok()) << claimed.status();
        if (!*claimed) return;
        const std::lock_guard lock(mutex);
        claimed_ids.insert((*claimed)->id);
      }
    });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(claimed_ids.size(), 100U);
  EXPECT_EQ(std::set<EffectId>(claimed_ids.begin(), claimed_ids.end()).size(), 100U);
}

TEST(PgEffectStoreTest, ResultsAtOnceAreToldOnceEachWithoutDeadlock) {
  PostgresBench bench;
  Handler<Notice> handler(bench.store());
  ASSERT_TRUE(handler.Execute({Send("r1", Mails(40))}).ok());
  std::atomic<int> told = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < 4; ++i) {
    senders.emplace_back([&] {
      while (const auto claimed = *bench.effects().Claim("notice-1", {}, std::chrono::hours(1))) {
        EXPECT_EQ(*handler.BeginEffect(BeginningOf(*claimed)), BeginAnswer::kBegun);
        const EffectConclusion conclusion{
            {claimed->id, claimed->effect, EffectOutcome::kDelivered, "", 1}, claimed->term};
        for (int twice = 0; twice < 2; ++twice) told += handler.Conclude(conclusion).value();
      }
    });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(told, 40);
  EXPECT_EQ(bench.Facts().size(), 41U);
}

// What is begun was begun before the domain changed its mind, in whatever order the two arrive.
TEST(PgEffectStoreTest, NothingBeginsOnceItIsKeptThatItIsNotWanted) {
  PostgresBench bench;
  Handler<Notice> handler(bench.store());
  constexpr int kMails = 200;
  ASSERT_TRUE(handler.Execute({Send("r1", Mails(kMails))}).ok());
  std::atomic<bool> stopped = false;
  std::atomic<int> begun = 0;
  std::atomic<int> unwanted = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < 3; ++i) {
    senders.emplace_back([&] {
      while (const auto claimed = *bench.effects().Claim("notice-1", {}, std::chrono::hours(1))) {
        const bool stopped_before = stopped;
        const auto answer = handler.BeginEffect(BeginningOf(*claimed));
        ASSERT_TRUE(answer.ok()) << answer.status();
        EXPECT_FALSE(stopped_before && *answer == BeginAnswer::kBegun);
        ++(*answer == BeginAnswer::kBegun ? begun : unwanted);
      }
    });
  }
  while (begun < 20) std::this_thread::yield();
  const RequestId request(NamedUuid(kRecourseSpace, "stop"));
  ASSERT_TRUE(handler.Execute({{request, "d", {Notice::KeyOf(1), {}, {}, true}}}).ok());
  stopped = true;
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(begun + unwanted, kMails);
  EXPECT_GT(unwanted, 0);
}

TEST(PgEffectStoreTest, AnEffectThatSaysTooMuchIsRefusedWithItsDecision) {
  PostgresBench bench;
  Handler<Notice> handler(bench.store());
  Effect effect = Notice::MailOf(1, 1);
  effect.parameters["text"] = std::string(kEffectBytesMax, 'x');
  const auto done = handler.Execute({Send("r1", {effect})});
  EXPECT_TRUE(absl::IsInvalidArgument(done.status())) << done.status();
  EXPECT_TRUE(bench.Facts().empty());
  EXPECT_EQ(bench.effects().Count()->pending, 0);
}

TEST(EffectDeskTest, ShowsWhatWasTriedAndWhatCameOfIt) {
  PostgresBench bench;
  Handler<Notice> handler(bench.store());
  ASSERT_TRUE(handler.Execute({Send("r1", Mails(3))}).ok());
  const auto claimed = **bench.effects().Claim("notice-1", {}, std::chrono::hours(1));
  ASSERT_EQ(*handler.BeginEffect(BeginningOf(claimed)), BeginAnswer::kBegun);
  ASSERT_TRUE(*bench.effects().Release(claimed, Witness::kSender, std::chrono::hours(1),
                                       "smtp-busy", "RCPT: 450 later"));
  const auto kept = bench.desk().Get(claimed.id);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->effect, claimed.effect);
  EXPECT_EQ(kept->state, EffectState::kPending);
  EXPECT_EQ(kept->attempt_count, 1);
  EXPECT_EQ(kept->message_id, "<m@example.com>");
  EXPECT_EQ(kept->reason, "smtp-busy");
  EXPECT_EQ(kept->detail, "RCPT: 450 later");
  EXPECT_GT(*kept->next_attempt_time, kept->recorded_time + std::chrono::minutes(59));
  EXPECT_EQ(bench.desk().List(std::nullopt, 2)->size(), 2U);
  EXPECT_EQ(bench.desk().List(std::nullopt, 10)->front().id, claimed.id);
  EXPECT_TRUE(bench.desk().List(EffectState::kUnknown, 10)->empty());
  EXPECT_TRUE(absl::IsNotFound(bench.desk().Get(EffectId()).status()));
}

}  // namespace
}  // namespace recourse::testing
