// What leaves the house, from the decision to a real mail server: the loop over PostgreSQL, the
// mail courier, and the sink of deploy/local, which dies and comes again.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>

#include "services/common/courier/mail_courier.h"
#include "services/common/courier/mail_message.h"
#include "services/common/runtime/effects.h"
#include "services/common/runtime/handler.h"
#include "tests/support/mail_sink.h"
#include "tests/support/notice_postgres.h"
#include "tests/support/quiet_log.h"

namespace recourse::testing {
namespace {

constexpr std::chrono::seconds kPatience{240};
const MailAddress kFrom{"service@example.com", "Service"};

class EffectsMailTest : public ::testing::Test {
 protected:
  // Decides so many mails, a hundred at a time.
  void Decide(int count) {
    for (int first = 0; first < count; first += 100) {
      std::vector<Effect> effects;
      for (int i = first; i < std::min(count, first + 100); ++i) {
        effects.push_back(Notice::MailOf(1, i));
      }
      const RequestId request(NamedUuid(kRecourseSpace, std::to_string(first)));
      ASSERT_TRUE(handler_.Execute({{request, "d", {Notice::KeyOf(1), effects}}}).ok());
      for (std::size_t i = 0; i < effects.size(); ++i) {
        ids_.push_back(DeriveEffect(request.uuid(), i));
      }
    }
  }
  std::unique_ptr<Effects> Loop() {
    auto loop = std::make_unique<Effects>(bench_.effects(), courier_, handler_.effect_handling(),
                                          EffectOptions{"notice", "notice-1"});
    loop->Start();
    return loop;
  }
  void Until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited too long";
      std::this_thread::yield();
    }
  }
  bool AllEnded() { return bench_.effects().Count()->pending == 0; }
  std::map<EffectState, int> States() {
    std::map<EffectState, int> states;
    for (const EffectId id : ids_) ++states[*bench_.StateOf(id)];
    return states;
  }
  // No mail twice, and each that is called delivered is there.
  void CheckMails() {
    const auto kept = sink_.MessageIds();
    for (const std::string& id : kept) EXPECT_EQ(kept.count(id), 1U) << id;
    for (const EffectId id : ids_) {
      if (bench_.StateOf(id) == EffectState::kDelivered) {
        EXPECT_TRUE(kept.contains(MessageIdOf(id, kFrom))) << ToString(id);
      }
    }
  }

  MailSink sink_;
  NoticePostgres bench_;
  Handler<Notice> handler_{bench_.store()};
  std::vector<EffectId> ids_;
  LiteralAddressBook book_;
  PlainComposer composer_;
  MailCourier courier_{{{"127.0.0.1", sink_.port()}, kFrom, SmtpTls::kNone}, book_, composer_};
};

TEST_F(EffectsMailTest, EachDecisionIsOneMailAndOneResult) {
  Decide(200);
  const auto loop = Loop();
  Until([&] { return AllEnded(); });
  EXPECT_EQ(States(), (std::map<EffectState, int>{{EffectState::kDelivered, 200}}));
  EXPECT_EQ(sink_.Count(), 200U);
  CheckMails();
  EXPECT_EQ(bench_.Facts().size(), 2U + 200U);  // two decisions
}

TEST_F(EffectsMailTest, AServerThatDiesInTheMiddleGetsNoMailTwiceAndNoneIsLost) {
  Decide(400);
  const auto loop = Loop();
  for (const std::size_t kept : {80U, 200U}) {
    Until([&] { return sink_.Count() >= kept; });
    sink_.Kill();
    sink_.Start();
  }
  Until([&] { return AllEnded(); });
  auto states = States();
  std::printf("delivered %d, unknown %d\n", states[EffectState::kDelivered],
              states[EffectState::kUnknown]);
  EXPECT_EQ(states[EffectState::kDelivered] + states[EffectState::kUnknown], 400);
  // At each death no more may be in doubt than were being sent.
  EXPECT_LE(states[EffectState::kUnknown], 2 * static_cast<int>(Effects::kPerLane));
  CheckMails();
}

TEST_F(EffectsMailTest, AStopInTheMiddleLeavesNothingInDoubt) {
  Decide(200);
  auto loop = Loop();
  Until([&] { return sink_.Count() >= 40; });
  loop->Stop();
  EXPECT_EQ(States()[EffectState::kUnknown], 0);
  EXPECT_EQ(States()[EffectState::kSending], 0);
  loop = Loop();
  Until([&] { return AllEnded(); });
  EXPECT_EQ(States(), (std::map<EffectState, int>{{EffectState::kDelivered, 200}}));
  EXPECT_EQ(sink_.Count(), 200U);
  CheckMails();
}

}  // namespace
}  // namespace recourse::testing
