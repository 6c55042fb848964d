// Laws of telling the staff: over any history no person gets two mails within an interval, no
// notice twice, and each notice that is not too old in the end; whatever becomes of the mails,
// however late their results come, and however often a notice is heard.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/support/followup/chance.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

constexpr unsigned kHistories = 10'000;
constexpr int kRoundsMax = 2'000;

class Office {
 public:
  explicit Office(unsigned seed) : chance_(seed) {
    policy_.staff.gather = chance_.UpTo(60s);
    policy_.staff.interval = 60s + chance_.UpTo(600s);
    policy_.staff.retry_after = policy_.staff.interval + chance_.UpTo(600s);
    now_ = At(0, 10);
  }

  void Run() {
    for (int step = chance_.Below(120); step >= 0; --step) Step();
    is_ending_ = true;
    for (int round = 0; write_time() || mail_ || result_; ++round) {
      ASSERT_LT(round, kRoundsMax) << "no end";
      if (result_) TellResult();
      if (mail_) SendMail();
      Write();
      if (write_time()) now_ = std::max(now_, *write_time() + 1ms);
    }
    for (const auto& [notice_id, time] : given_) {
      EXPECT_TRUE(told_.contains(notice_id) || times_failed_ > 0) << "a notice was lost";
      EXPECT_TRUE(told_.contains(notice_id) || now_ - time > kNoticeAgeMax) << "dropped as news";
    }
  }
  int mails() const { return mails_; }
  std::size_t notices() const { return given_.size(); }

 private:
  void Step() {
    switch (chance_.Below(8)) {
      case 0:
      case 1:
      case 2:
        return Give();
      case 3:
        return Write();
      case 4:
        return SendMail();
      case 5:
        return TellResult();
      default:
        now_ += chance_.UpTo(10min);
        return;
    }
  }

  void Tell(const Event& event) {
    const Decision decision = Decide(view_, event, now_, policy_);
    for (const auto& [key, state] : decision.changed) view_.insert_or_assign(key, state);
    for (const Effect& effect : decision.effects) {
      EXPECT_FALSE(mail_ || result_) << "a mail was begun while one was on its way";
      mail_ = effect;
    }
    const Decision again = Decide(view_, event, now_, policy_);
    EXPECT_TRUE(again.effects.empty());
    for (const auto& [key, state] : again.changed) EXPECT_EQ(state, view_.at(key));
  }

  // New, or one that was heard before.
  void Give() {
    Notice notice;
    const int number = chance_.Below(static_cast<int>(given_.size()) + 2);
    notice.notice_id = IdOf<NoticeId>("n" + std::to_string(number));
    notice.time = given_.try_emplace(notice.notice_id, now_).first->second;
    Tell(Notify{kFile, AgentId("anna"), {notice}});
  }
  void Write() { Tell(DigestTimePassed{kFile}); }

  void SendMail() {
    if (!mail_ || result_) return;
    const Effect mail = *mail_;
    mail_.reset();
    const int luck = is_ending_ ? 0 : chance_.Below(5);
    if (now_ >= *mail.expire_time) return End(mail, EffectOutcome::kFailed);
    if (luck == 4) return End(mail, EffectOutcome::kFailed);
    See(mail);
    End(mail, luck == 3 ? EffectOutcome::kUnknown : EffectOutcome::kDelivered);
  }
  // anna sees a mail, or may have.
  void See(const Effect& mail) {
    ++mails_;
    EXPECT_TRUE(!last_mail_ || now_ - *last_mail_ >= policy_.staff.interval) << "too soon";
    last_mail_ = now_;
    for (const auto& [name, value] : mail.parameters) {
      if (!name.ends_with(".notice_id")) continue;
      EXPECT_TRUE(told_.insert(NoticeId(*ParseUuid(value))).second) << "told twice";
    }
  }
  void End(const Effect& mail, EffectOutcome outcome) {
    times_failed_ += outcome == EffectOutcome::kFailed ? 1 : 0;
    result_ = EffectResult{EffectId(), mail, outcome, "", 1};
  }
  void TellResult() {
    if (!result_) return;
    const EffectResult result = *result_;
    result_.reset();
    Tell(EffectEnded{kFile, result});
  }

  std::optional<Timestamp> write_time() const {
    const auto found = view_.find(kFile);
    if (found == view_.end()) return std::nullopt;
    return std::get<StaffDigest>(found->second).write_time;
  }

  const FileId kFile = FileOf(AgentId("anna"));
  Chance chance_;
  Policy policy_ = SmallPolicy();
  Timestamp now_;
  View view_;
  std::optional<Effect> mail_;
  std::optional<EffectResult> result_;
  std::map<NoticeId, Timestamp> given_;
  std::set<NoticeId> told_;
  std::optional<Timestamp> last_mail_;
  int mails_ = 0;
  int times_failed_ = 0;
  bool is_ending_ = false;
};

TEST(DigestLaws, HoldOverTenThousandHistories) {
  int mails = 0;
  std::size_t notices = 0;
  for (unsigned seed = 1; seed <= kHistories && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Office office(seed);
    office.Run();
    mails += office.mails();
    notices += office.notices();
  }
  EXPECT_GT(mails, static_cast<int>(kHistories));
  EXPECT_GT(notices, 2 * static_cast<std::size_t>(mails));  // they are gathered indeed
}

}  // namespace
}  // namespace recourse::followup
