// The pure parts of the couriers: signatures, endpoints, addresses, what to make of an answer.
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "services/common/courier/base64.h"
#include "services/common/courier/composer.h"
#include "services/common/courier/courier_config.h"
#include "services/common/courier/private_network.h"
#include "services/common/courier/transfer_end.h"
#include "services/common/courier/webhook_endpoint.h"
#include "services/common/courier/webhook_signature.h"

namespace recourse {
namespace {

using Kind = SendOutcome::Kind;
using Fault = TransferEnd::Fault;

Secret KeyOf(const std::string& base64) { return Secret(*DecodeBase64(base64)); }

// The vector that the libraries of Standard Webhooks share.
TEST(WebhookSignatureTest, IsThatOfTheStandard) {
  const Secret secret = KeyOf("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const auto headers =
      WebhookHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", Timestamp(std::chrono::seconds(1614265330)),
                     R"({"test": 2432232314})", {secret});
  EXPECT_EQ(headers,
            (std::vector<std::string>{
                "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp: 1614265330",
                "webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}));
}

TEST(WebhookSignatureTest, SignsWithEachSecretWhileOneFollowsAnother) {
  const std::vector<Secret> secrets = {Secret(std::string(24, 'a')), Secret(std::string(24, 'b'))};
  const auto of = [](const std::vector<Secret>& with) {
    return WebhookHeaders("id", Timestamp{}, "body", with)[2].substr(19);
  };
  EXPECT_EQ(of(secrets), of({secrets[0]}) + " " + of({secrets[1]}));
  EXPECT_NE(of({secrets[0]}), of({secrets[1]}));
}

// RFC 4648, section 10.
TEST(Base64Test, IsThatOfTheRfc) {
  const std::vector<std::pair<std::string, std::string>> vectors = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(EncodeBase64(bytes), text);
    EXPECT_EQ(DecodeBase64(text), bytes);
  }
  for (const char* text : {"Zg", "Zg=", "Z===", "Zm9v\n", " Zg==", "Zg==Zg==", "Zm_v"}) {
    EXPECT_FALSE(DecodeBase64(text)) << text;
  }
}

NetworkAddress V4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d};
}

TEST(PrivateNetworkTest, KnowsWhatIsNotOnTheInternet) {
  for (const auto& address :
       {V4(0, 0, 0, 0), V4(10, 1, 2, 3), V4(100, 64, 0, 1), V4(100, 127, 255, 255),
        V4(127, 0, 0, 1), V4(127, 255, 0, 1), V4(169, 254, 169, 254), V4(172, 16, 0, 1),
        V4(172, 31, 255, 255), V4(192, 168, 1, 1), V4(198, 19, 0, 1), V4(203, 0, 113, 5),
        V4(224, 0, 0, 1), V4(255, 255, 255, 255)}) {
    EXPECT_FALSE(IsPublicAddress(address)) << int(address[12]) << "." << int(address[13]);
  }
  for (const auto& address : {V4(1, 1, 1, 1), V4(8, 8, 8, 8), V4(9, 255, 255, 255), V4(11, 0, 0, 0),
                              V4(100, 63, 255, 255), V4(100, 128, 0, 0), V4(172, 15, 0, 1),
                              V4(172, 32, 0, 1), V4(192, 167, 0, 1), V4(223, 255, 255, 255)}) {
    EXPECT_TRUE(IsPublicAddress(address)) << int(address[12]) << "." << int(address[13]);
  }
}

TEST(PrivateNetworkTest, SeesThroughAddressesOfTheOtherFamily) {
  NetworkAddress loopback{};
  loopback[15] = 1;
  const NetworkAddress google{0x2a, 0x00, 0x14, 0x50};
  const NetworkAddress local{0xfe, 0x80};
  const NetworkAddress unique{0xfd, 0x12};
  const NetworkAddress multicast{0xff, 0x02};
  const NetworkAddress documentation{0x20, 0x01, 0x0d, 0xb8};
  const NetworkAddress teredo{0x20, 0x01, 0, 0};
  const NetworkAddress compatible{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8};
  const NetworkAddress translated{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1};
  const NetworkAddress translated_out{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8};
  const NetworkAddress six_to_four{0x20, 0x02, 127, 0, 0, 1};
  for (const auto& address : {loopback, NetworkAddress{}, local, unique, multicast, documentation,
                              teredo, compatible, translated, six_to_four}) {
    EXPECT_FALSE(IsPublicAddress(address)) << int(address[0]) << " " << int(address[1]);
  }
  EXPECT_TRUE(IsPublicAddress(google));
  EXPECT_TRUE(IsPublicAddress(translated_out));
}

TransferEnd Answered(int code) {
  TransferEnd end;
  end.handed_over = true;
  end.code = code;
  return end;
}

// What RFC 9110 says of each, and what follows for something that must not happen twice.
TEST(JudgeWebhookTest, HasARuleForEachAnswer) {
  const std::vector<std::tuple<int, Kind, bool>> rules = {
      {200, Kind::kDelivered, false}, {201, Kind::kDelivered, false},
      {202, Kind::kDelivered, false}, {204, Kind::kDelivered, false},
      {299, Kind::kDelivered, false}, {300, Kind::kFailed, false},
      {301, Kind::kFailed, false},    {307, Kind::kFailed, false},
      {400, Kind::kFailed, false},    {401, Kind::kFailed, false},
      {404, Kind::kFailed, false},    {408, Kind::kAgain, false},
      {410, Kind::kFailed, false},    {413, Kind::kFailed, false},
      {425, Kind::kAgain, false},     {429, Kind::kAgain, true},
      {499, Kind::kFailed, false},    {500, Kind::kUnknown, false},
      {501, Kind::kFailed, false},    {502, Kind::kUnknown, false},
      {503, Kind::kAgain, true},      {504, Kind::kUnknown, false},
      {505, Kind::kFailed, false},    {599, Kind::kUnknown, false},
      {100, Kind::kUnknown, false},   {0, Kind::kUnknown, false}};
  for (const auto& [code, kind, closed] : rules) {
    EXPECT_EQ(JudgeWebhook(Answered(code)).kind, kind) << code;
    EXPECT_EQ(JudgeWebhook(Answered(code)).lane_closed, closed) << code;
  }
}

TEST(JudgeWebhookTest, BeforeItWasHandedOverNobodyHasIt) {
  TransferEnd end;
  for (const auto& [fault, kind] :
       std::vector<std::pair<Fault, Kind>>{{Fault::kNetwork, Kind::kAgain},
                                           {Fault::kForbidden, Kind::kFailed},
                                           {Fault::kStopped, Kind::kStopped}}) {
    end.fault = fault;
    EXPECT_EQ(JudgeWebhook(end).kind, kind);
  }
}

TEST(JudgeMailTest, HasARuleForEachClassOfAnswerAtEachPoint) {
  const std::vector<std::tuple<const char*, bool, int, Kind, bool>> rules = {
      // command, handed over, code => kind, lane closed
      {"", false, 554, Kind::kAgain, true},         {"EHLO", false, 502, Kind::kAgain, true},
      {"STARTTLS", false, 454, Kind::kAgain, true}, {"AUTH", false, 535, Kind::kAgain, true},
      {"MAIL", false, 451, Kind::kAgain, false},    {"MAIL", false, 552, Kind::kFailed, false},
      {"RCPT", false, 450, Kind::kAgain, false},    {"RCPT", false, 550, Kind::kFailed, false},
      {"RCPT", false, 421, Kind::kAgain, true},     {"RCPT", false, 250, Kind::kAgain, true},
      {"DATA", false, 354, Kind::kAgain, true},     {"DATA", true, 0, Kind::kUnknown, false},
      {"DATA", true, 250, Kind::kDelivered, false}, {"DATA", true, 451, Kind::kAgain, false},
      {"DATA", true, 554, Kind::kFailed, false},    {"DATA", true, 421, Kind::kAgain, true}};
  for (const auto& [command, handed_over, code, kind, closed] : rules) {
    TransferEnd end;
    end.fault = code == 250 && handed_over ? Fault::kNone : Fault::kNetwork;
    end.command = command;
    end.handed_over = handed_over;
    end.code = code;
    EXPECT_EQ(JudgeMail(end).kind, kind) << command << " " << code;
    EXPECT_EQ(JudgeMail(end).lane_closed, closed) << command << " " << code;
  }
}

TEST(JudgeMailTest, AnAnswerThatCameIsBelievedWhateverFollows) {
  TransferEnd end = Answered(250);
  end.fault = Fault::kNetwork;
  EXPECT_EQ(JudgeMail(end).kind, Kind::kDelivered);
}

TEST(PlainDetailTest, KeepsNoAddressAndNothingThatIsNotPlain) {
  EXPECT_EQ(PlainDetail("550 5.1.1 <ann@example.org>:\r\n no such user"),
            "550 5.1.1 <address> no such user");
  EXPECT_EQ(PlainDetail("\x1b[31mred\x07 ünknown"), "[31mred nknown");
  EXPECT_EQ(PlainDetail(std::string(2'000, 'x')).size(), kEffectDetailBytesMax);
  EXPECT_EQ(PlainDetail(""), "");
}

std::string EndpointsFault(const std::string& document) {
  const auto parsed = ParseWebhookEndpoints(document);
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

std::string Endpoint(const std::string& url, const std::string& more = "") {
  return R"({"sms": {"url": ")" + url + R"(", "secrets": ["whsec_)" +
         EncodeBase64(std::string(32, 's')) + R"("])" + more + "}}";
}

TEST(WebhookEndpointTest, IsReadWithItsSecrets) {
  const auto endpoints = ParseWebhookEndpoints(Endpoint("https://sms.example.com/send"));
  ASSERT_TRUE(endpoints.ok()) << endpoints.status();
  const WebhookEndpoint& sms = endpoints->at("sms");
  EXPECT_EQ(sms.url, "https://sms.example.com/send");
  EXPECT_EQ(sms.secrets.at(0).Reveal(), std::string(32, 's'));
  EXPECT_FALSE(sms.private_network);
  EXPECT_TRUE(ParseWebhookEndpoints("{}")->empty());
}

TEST(WebhookEndpointTest, RefusesWhatCouldGoElsewhereThanItSeems) {
  for (const char* url :
       {"http://sms.example.com/", "file:///etc/passwd", "gopher://x/", "sms", "https://",
        "https:///path", "https://good@evil.example/", "https://good:pw@evil.example/",
        "https://a b/", "https://a/#x", "https://good.example\\\\@evil.example/"}) {
    EXPECT_NE(EndpointsFault(Endpoint(url)), "") << url;
  }
  EXPECT_EQ(EndpointsFault(Endpoint("http://10.0.0.5/", R"(, "private_network": true)")), "");
}

TEST(WebhookEndpointTest, SaysWhatIsWrongWithoutRepeatingASecret) {
  EXPECT_EQ(EndpointsFault(R"({"sms": {"url": "https://a.example"}})"),
            "endpoint sms: secrets must be a list of one to four");
  const auto short_secret =
      EndpointsFault(R"({"sms": {"url": "https://a.example", "secrets": ["whsec_c2VjcmV0"]}})");
  EXPECT_EQ(short_secret, "endpoint sms: a secret is whsec_ and 24 to 64 bytes in base64");
  EXPECT_EQ(short_secret.find("c2VjcmV0"), std::string::npos);
  EXPECT_NE(EndpointsFault(Endpoint("https://a.example", R"(, "privat": true)")).find("privat"),
            std::string::npos);
  EXPECT_NE(EndpointsFault(R"({"SMS!": {}})"), "");
  EXPECT_NE(EndpointsFault("[]"), "");
}

Effect WebhookOf(std::map<std::string, std::string> parameters) {
  return {Uuid{}, EffectKind::kWebhook, "survey", "sms", {}, std::move(parameters)};
}

TEST(PlainComposerTest, SaysInAWebhookWhatIsKnownAndNoMore) {
  PlainComposer composer;
  EXPECT_EQ(*composer.WriteWebhook(WebhookOf({{"b", "2"}, {"a", "1"}}), {}),
            R"({"type":"recourse.survey","data":{"a":"1","b":"2"}})");
  EXPECT_EQ(*composer.WriteWebhook(WebhookOf({}), {"", "+8613800138000", "王", ""}),
            R"({"type":"recourse.survey","to":{"phone":"+8613800138000","name":"王"},"data":{}})");
}

TEST(PlainComposerTest, CallsAutomaticWhatNobodyWrote) {
  PlainComposer composer;
  Effect mail{Uuid{}, EffectKind::kMail, "survey", "", {}, {{"subject", "s"}, {"text", "t"}}};
  EXPECT_TRUE(composer.WriteMail(mail, {})->automatic);
  mail.purpose = "reply";
  EXPECT_FALSE(composer.WriteMail(mail, {})->automatic);
}

CourierConfig ReadFrom(std::map<std::string, std::string> values,
                       std::vector<std::string>* faults) {
  Environment environment([&](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::make_optional(found->second);
  });
  auto config = ReadCourierConfig(environment);
  *faults = environment.Faults();
  return config;
}

TEST(CourierConfigTest, WantsAServerAndASenderAndStartsTlsUnlessTold) {
  std::vector<std::string> faults;
  const auto config = ReadFrom({{"RECOURSE_SMTP_ADDR", "mail.example.com:587"},
                                {"RECOURSE_SMTP_FROM", "客户服务 <service@example.com>"}},
                               &faults);
  EXPECT_TRUE(faults.empty()) << faults.front();
  EXPECT_EQ(config.smtp.server, (Address{"mail.example.com", 587}));
  EXPECT_EQ(config.smtp.from.address, "service@example.com");
  EXPECT_EQ(config.smtp.from.name, "客户服务");
  EXPECT_EQ(config.smtp.tls, SmtpTls::kStartTls);
  EXPECT_TRUE(config.webhook.endpoints.empty());
  ReadFrom({}, &faults);
  EXPECT_EQ(faults.size(), 2U);
}

TEST(CourierConfigTest, ShowsNoPasswordToTheNetwork) {
  std::vector<std::string> faults;
  ReadFrom({{"RECOURSE_SMTP_ADDR", "mail.example.com:25"},
            {"RECOURSE_SMTP_FROM", "not an address"},
            {"RECOURSE_SMTP_TLS", "none"},
            {"RECOURSE_SMTP_USER", "service"}},
           &faults);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_NE(faults[0].find("RECOURSE_SMTP_FROM is \"not an address\""), std::string::npos);
  EXPECT_NE(faults[1].find("Set both or none"), std::string::npos);
  EXPECT_NE(faults[2].find("starttls or tls"), std::string::npos);
}

}  // namespace
}  // namespace recourse
