// Mail over real sockets, against a server that fails at whatever point a test wants it to.
#include "services/common/courier/mail_courier.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/courier/base64.h"
#include "tests/support/scripted_server.h"

namespace recourse {
namespace {

using testing::ScriptedConnection;
using testing::ScriptedServer;
using testing::TestCertificate;
using Kind = SendOutcome::Kind;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// What a server does at one point of the conversation.
enum class Act { kAnswer, kEnd, kSilence };
struct Point {
  Act act = Act::kAnswer;
  std::string answer{};
};

// A mail server that talks as RFC 5321 has it but at the points a test names: "greeting", the
// commands, and "mail" for the answer to the mail itself.
class MailServer {
 public:
  explicit MailServer(std::map<std::string, Point> points = {}, std::string offers = "250 fine",
                      bool tls_at_once = false)
      : points_(std::move(points)), offers_(std::move(offers)), tls_at_once_(tls_at_once) {}
  ~MailServer() { silence_.set_value(); }

  std::uint16_t port() const { return server_.port(); }
  std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }
  // Each mail that came whole, with its dot.
  std::vector<std::string> mails() {
    const std::lock_guard lock(mutex_);
    return mails_;
  }

 private:
  void Talk(ScriptedConnection& connection) {
    if (tls_at_once_) connection.StartTls();
    if (!Say(connection, "greeting", "220 ready")) return;
    for (std::string line; !(line = connection.ReadUntil("\r\n")).empty();) {
      const std::string word = line.substr(0, line.find_first_of(" \r:"));
      Note(commands_, line.substr(0, line.size() - 2));
      if (!Say(connection, word, UsualAnswer(word))) return;
      if (word == "STARTTLS") connection.StartTls();
      if (word == "DATA" && points_["DATA"].answer.empty() && !TakeMail(connection)) return;
    }
  }
  std::string UsualAnswer(const std::string& command) {
    const std::map<std::string, std::string> usual = {{"EHLO", offers_},
                                                      {"STARTTLS", "220 go ahead"},
                                                      {"AUTH", "235 welcome"},
                                                      {"DATA", "354 go on"}};
    const auto found = usual.find(command);
    return found == usual.end() ? "250 ok" : found->second;
  }
  bool TakeMail(ScriptedConnection& connection) {
    const std::string mail = connection.ReadUntil("\r\n.\r\n");
    if (mail.ends_with("\r\n.\r\n")) Note(mails_, mail);
    return Say(connection, "mail", "250 taken");
  }
  bool Say(ScriptedConnection& connection, const std::string& point, const std::string& usual) {
    const Point& planned = points_[point];
    if (planned.act == Act::kSilence) silent_.wait();
    if (planned.act != Act::kAnswer) return false;
    connection.Write((planned.answer.empty() ? usual : planned.answer) + "\r\n");
    return true;
  }
  void Note(std::vector<std::string>& list, const std::string& line) {
    const std::lock_guard lock(mutex_);
    list.push_back(line);
  }

  std::mutex mutex_;
  std::map<std::string, Point> points_;
  const std::string offers_;
  const bool tls_at_once_;
  std::vector<std::string> commands_, mails_;
  std::promise<void> silence_;
  std::shared_future<void> silent_ = silence_.get_future().share();
  ScriptedServer server_{[this](ScriptedConnection& connection) { Talk(connection); }};
};

const EffectId kId(NamedUuid(kRecourseSpace, "a mail"));

class MailCourierTest : public ::testing::Test {
 protected:
  SmtpOptions Options(const MailServer& server, SmtpTls tls = SmtpTls::kNone) {
    SmtpOptions options;
    options.server = {"localhost", server.port()};
    options.from = {"service@example.com", "客户服务"};
    options.tls = tls;
    options.ca_file = TestCertificate::Instance().path();
    options.limits = {5s, 1s, 20s, 0};
    return options;
  }
  static ClaimedEffect Claimed() {
    Effect effect{NamedUuid(kRecourseSpace, "k"),
                  EffectKind::kMail,
                  "survey",
                  "",
                  {Recipient::Kind::kAddress, "ann@example.org"},
                  {{"subject", "How was it?"}, {"text", "Tell us.\n.\nThanks."}}};
    return {kId, std::move(effect), 1, 1, Timestamp{}};
  }
  SendOutcome Send(SmtpOptions options, const std::stop_token& stop = {}) {
    MailCourier courier(std::move(options), book_, composer_);
    auto prepared = courier.Prepare(Claimed());
    if (auto* outcome = std::get_if<SendOutcome>(&prepared)) return *outcome;
    return std::get<std::unique_ptr<Parcel>>(prepared)->Send(stop);
  }
  SendOutcome SendTo(std::map<std::string, Point> points) {
    MailServer server(std::move(points));
    return Send(Options(server));
  }

  LiteralAddressBook book_;
  PlainComposer composer_;
};

TEST_F(MailCourierTest, DeliversAMailAsItWasWritten) {
  MailServer server;
  const auto outcome = Send(Options(server));
  EXPECT_EQ(outcome.kind, Kind::kDelivered) << outcome.detail;
  ASSERT_EQ(server.mails().size(), 1U);
  const std::string mail = server.mails().front();
  EXPECT_NE(mail.find("Message-ID: <" + ToString(kId) + "@example.com>\r\n"), std::string::npos);
  EXPECT_NE(mail.find("\r\nTo: <ann@example.org>\r\n"), std::string::npos);
  EXPECT_NE(mail.find(EncodeBase64("Tell us.\r\n.\r\nThanks.")), std::string::npos);
  const auto commands = server.commands();
  ASSERT_GE(commands.size(), 4U);
  EXPECT_EQ(commands[0], "EHLO example.com");
  EXPECT_EQ(commands[1].substr(0, 31), "MAIL FROM:<service@example.com>");
  EXPECT_EQ(commands[2].substr(0, 25), "RCPT TO:<ann@example.org>");
}

// What comes of each way to fail, at each point of the conversation.
struct Case {
  const char* name;
  std::map<std::string, Point> points;
  Kind kind;
  const char* reason;
  bool lane_closed = false;
};
class MailFaults : public MailCourierTest, public ::testing::WithParamInterface<Case> {};

TEST_P(MailFaults, AreToldFromEachOther) {
  const Case& row = GetParam();
  const auto outcome = SendTo(row.points);
  EXPECT_EQ(outcome.kind, row.kind) << outcome.reason << " " << outcome.detail;
  EXPECT_EQ(outcome.reason, row.reason);
  EXPECT_EQ(outcome.lane_closed, row.lane_closed);
  EXPECT_EQ(outcome.detail.find('@'), std::string::npos) << "an address is told on";
}

INSTANTIATE_TEST_SUITE_P(
    Points, MailFaults,
    ::testing::Values(
        Case{"GreetingEnds", {{"greeting", {Act::kEnd}}}, Kind::kAgain, "smtp-unreachable", true},
        Case{"GreetingSilent",
             {{"greeting", {Act::kSilence}}},
             Kind::kAgain,
             "smtp-unreachable",
             true},
        Case{"GreetingRefuses",
             {{"greeting", {Act::kAnswer, "554 not you"}}},
             Kind::kAgain,
             "smtp-closed",
             true},
        Case{"MailEnds", {{"MAIL", {Act::kEnd}}}, Kind::kAgain, "smtp-unreachable", true},
        Case{"SenderRefused",
             {{"MAIL", {Act::kAnswer, "550 5.7.1 no"}}},
             Kind::kFailed,
             "smtp-refused"},
        Case{"SenderLater",
             {{"MAIL", {Act::kAnswer, "451 4.7.1 later"}}},
             Kind::kAgain,
             "smtp-busy"},
        Case{"LoginWanted",
             {{"MAIL", {Act::kAnswer, "530 5.7.0 log in"}}},
             Kind::kAgain,
             "smtp-closed",
             true},
        Case{"RecipientUnknown",
             {{"RCPT", {Act::kAnswer, "550 5.1.1 <ann@example.org> is unknown"}}},
             Kind::kFailed,
             "smtp-refused"},
        Case{"RecipientGreylisted",
             {{"RCPT", {Act::kAnswer, "450 4.2.0 greylisted"}}},
             Kind::kAgain,
             "smtp-busy"},
        Case{
            "RecipientSilent", {{"RCPT", {Act::kSilence}}}, Kind::kAgain, "smtp-unreachable", true},
        Case{"DataRefused", {{"DATA", {Act::kAnswer, "554 no"}}}, Kind::kFailed, "smtp-refused"},
        Case{"ServerGoes",
             {{"DATA", {Act::kAnswer, "421 going down"}}},
             Kind::kAgain,
             "smtp-closed",
             true},
        Case{"MailRefused",
             {{"mail", {Act::kAnswer, "554 5.6.0 spam"}}},
             Kind::kFailed,
             "smtp-refused"},
        Case{"MailLater",
             {{"mail", {Act::kAnswer, "452 4.3.1 disk full"}}},
             Kind::kAgain,
             "smtp-busy"},
        Case{"MailUnanswered", {{"mail", {Act::kEnd}}}, Kind::kUnknown, "smtp-no-answer"},
        Case{"MailSilent", {{"mail", {Act::kSilence}}}, Kind::kUnknown, "smtp-no-answer"}),
    [](const auto& row) { return row.param.name; });

// Far more than what the sockets between us hold.
TEST_F(MailCourierTest, AMailThatBreaksOffInTheMiddleWasNotHandedOver) {
  ScriptedServer server([](ScriptedConnection& connection) {
    connection.Write("220 ready\r\n");
    for (const char* answer : {"250 fine\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"}) {
      connection.ReadUntil("\r\n");
      connection.Write(answer);
    }
    connection.ReadBytes(100'000);
  });
  SmtpOptions options;
  options.server = {"localhost", server.port()};
  options.from = {"service@example.com"};
  options.tls = SmtpTls::kNone;
  ClaimedEffect claimed = Claimed();
  claimed.effect.parameters["text"] = std::string(40'000'000, 'x');
  MailCourier courier(options, book_, composer_);
  auto prepared = courier.Prepare(claimed);
  const auto outcome = std::get<std::unique_ptr<Parcel>>(prepared)->Send({});
  EXPECT_EQ(outcome.kind, Kind::kAgain) << outcome.reason;
  EXPECT_EQ(outcome.reason, "smtp-unreachable");
}

TEST_F(MailCourierTest, ConnectionRefusedIsTriedAgain) {
  SmtpOptions options = Options(MailServer());  // which is gone by now
  const auto outcome = Send(options);
  EXPECT_EQ(outcome.kind, Kind::kAgain);
  EXPECT_EQ(outcome.reason, "smtp-unreachable");
  EXPECT_TRUE(outcome.lane_closed);
}

TEST_F(MailCourierTest, AServerThatIsSilentAtTheEndHasTakenTheMailAndHoldsNobodyUp) {
  MailServer server({{"QUIT", {Act::kSilence}}});
  SmtpOptions options = Options(server);
  options.limits.answer_wait = 120s;
  EXPECT_EQ(Send(options).kind, Kind::kDelivered);
}

TEST_F(MailCourierTest, SpeaksTlsFromTheFirstByteOrFromStartTlsOn) {
  MailServer tls({}, "250 fine", true);
  EXPECT_EQ(Send(Options(tls, SmtpTls::kTls)).kind, Kind::kDelivered);
  MailServer start({}, "250-fine\r\n250 STARTTLS");
  EXPECT_EQ(Send(Options(start, SmtpTls::kStartTls)).kind, Kind::kDelivered);
  const auto commands = start.commands();
  ASSERT_GE(commands.size(), 3U);
  EXPECT_EQ(commands[1], "STARTTLS");
  EXPECT_EQ(commands[2], "EHLO example.com");
}

TEST_F(MailCourierTest, WithoutTlsNothingIsSaidToAServerThatShouldSpeakIt) {
  MailServer plain;
  const auto outcome = Send(Options(plain, SmtpTls::kStartTls));
  EXPECT_EQ(outcome.kind, Kind::kAgain);
  EXPECT_TRUE(outcome.lane_closed);
  EXPECT_EQ(plain.commands().size(), 1U);  // EHLO
  EXPECT_TRUE(plain.mails().empty());
}

TEST_F(MailCourierTest, ACertificateThatIsNotTrustedOrOfAnotherNameIsRefused) {
  MailServer server({}, "250 fine", true);
  SmtpOptions untrusted = Options(server, SmtpTls::kTls);
  untrusted.ca_file.clear();
  SmtpOptions other_name = Options(server, SmtpTls::kTls);
  other_name.server.host = "127.0.0.1";
  for (const SmtpOptions& options : {untrusted, other_name}) {
    const auto outcome = Send(options);
    EXPECT_EQ(outcome.kind, Kind::kAgain);
    EXPECT_EQ(outcome.reason, "smtp-unreachable");
  }
  EXPECT_TRUE(server.commands().empty());
}

TEST_F(MailCourierTest, LogsInAndTellsNobodyThePassword) {
  MailServer server({{"AUTH", {Act::kAnswer, "535 5.7.8 wrong"}}}, "250-fine\r\n250 AUTH PLAIN",
                    true);
  SmtpOptions options = Options(server, SmtpTls::kTls);
  options.user = "service";
  options.password = Secret("hush hush");
  const auto outcome = Send(options);
  EXPECT_EQ(outcome.kind, Kind::kAgain);
  EXPECT_EQ(outcome.reason, "smtp-closed");
  EXPECT_TRUE(outcome.lane_closed);
  EXPECT_EQ(outcome.detail, "AUTH: 535 5.7.8 wrong");
  const std::string login = EncodeBase64(std::string("\0service\0hush hush", 18));
  ASSERT_GE(server.commands().size(), 2U);
  EXPECT_EQ(server.commands()[1], "AUTH PLAIN " + login);
}

TEST_F(MailCourierTest, AStopGivesUpWhatWasNotHandedOver) {
  MailServer server({{"RCPT", {Act::kSilence}}});
  SmtpOptions options = Options(server);
  options.limits = {5s, 100s, 200s, 0};
  std::stop_source stop;
  stop.request_stop();
  const auto outcome = Send(options, stop.get_token());
  EXPECT_EQ(outcome.kind, Kind::kStopped);
  EXPECT_FALSE(outcome.lane_closed);
}

TEST_F(MailCourierTest, AStopWaitsALittleForTheAnswerToWhatWas) {
  MailServer server({{"mail", {Act::kSilence}}});
  SmtpOptions options = Options(server);
  options.limits = {5s, 100s, 200s, 0, 100ms};
  std::stop_source stop;
  auto sending = std::async(std::launch::async, [&] { return Send(options, stop.get_token()); });
  while (server.mails().empty()) std::this_thread::yield();
  stop.request_stop();
  EXPECT_EQ(sending.get().kind, Kind::kUnknown);
}

TEST_F(MailCourierTest, WhatCanNeverBeAMailFailsBeforeAnyConnection) {
  SmtpOptions options;
  options.from = {"service@example.com"};
  MailCourier courier(options, book_, composer_);
  ClaimedEffect no_text = Claimed();
  no_text.effect.parameters.erase("text");
  ClaimedEffect injected = Claimed();
  injected.effect.parameters["subject"] = "Hello\r\nBcc: everyone@example.com";
  ClaimedEffect nowhere = Claimed();
  nowhere.effect.recipient.reference = "ann@@example.org";
  ClaimedEffect customer = Claimed();
  customer.effect.recipient.kind = Recipient::Kind::kCustomer;
  const std::map<const ClaimedEffect*, std::string> cases = {{&no_text, "not-writable"},
                                                             {&injected, "not-writable"},
                                                             {&nowhere, "not-writable"},
                                                             {&customer, "contact-not-found"}};
  for (const auto& [claimed, reason] : cases) {
    const auto prepared = courier.Prepare(*claimed);
    ASSERT_TRUE(std::holds_alternative<SendOutcome>(prepared)) << reason;
    EXPECT_EQ(std::get<SendOutcome>(prepared).kind, Kind::kFailed);
    EXPECT_EQ(std::get<SendOutcome>(prepared).reason, reason);
  }
}

}  // namespace
}  // namespace recourse
