#include "services/common/access/key.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>
#include <vector>

#include "services/common/access/base64url.h"

namespace recourse {
namespace {

const Secret kSecret("0123456789abcdef0123456789abcdef");
const Caller kCaller{"k-1", Role::kBranchManager, "b7", "\u5f20\u4e09's desk"};
constexpr Timestamp kNow{std::chrono::milliseconds(1'772'503'200'000)};

// A key over any claims, genuine by its mac.
std::string Signed(const std::string& claims) {
  const std::string body = "rk1." + EncodeBase64Url(claims);
  std::string mac(32, '\0');
  unsigned length = 0;
  HMAC(EVP_sha256(), kSecret.Reveal().data(), static_cast<int>(kSecret.Reveal().size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &length);
  return body + "." + EncodeBase64Url(mac);
}

void ExpectRefused(const std::string& key) {
  EXPECT_EQ(CheckKey(kSecret, key, kNow).status().code(), StatusCode::kUnauthenticated) << key;
}

TEST(KeyTest, GivesBackWhoItWasMintedFor) {
  const auto key = MintKey(kSecret, kCaller);
  ASSERT_TRUE(key.ok());
  const auto caller = CheckKey(kSecret, *key, kNow);
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(*caller, kCaller);
}

TEST(KeyTest, IsTheBriefsFormat) {
  const auto key = MintKey(kSecret, {"k-1", Role::kIngest, "", "n"});
  EXPECT_EQ(*key, Signed(R"({"id":"k-1","role":"ingest","scope":"","name":"n"})"));
}

TEST(KeyTest, HoldsUntilItsEndAndNotAtIt) {
  const Timestamp end = kNow + std::chrono::seconds(10);
  const auto key = MintKey(kSecret, kCaller, end);
  EXPECT_TRUE(CheckKey(kSecret, *key, end - std::chrono::milliseconds(1)).ok());
  const auto ended = CheckKey(kSecret, *key, end);
  EXPECT_EQ(ended.status().code(), StatusCode::kUnauthenticated);
  EXPECT_NE(ended.status().message().find("ended"), std::string::npos);
}

TEST(KeyTest, IsRefusedWhenAnyLetterIsChangedCutOrAdded) {
  const std::string key = *MintKey(kSecret, kCaller);
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::string changed = key;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ExpectRefused(changed);
    ExpectRefused(key.substr(0, i));
  }
  ExpectRefused(key + "=");
  ExpectRefused(key + "A");
  ExpectRefused(" " + key);
  ExpectRefused(key + "\n");
}

TEST(KeyTest, IsRefusedUnderAnotherSecret) {
  const std::string key = *MintKey(kSecret, kCaller);
  const Secret other("0123456789abcdef0123456789abcdeX");
  EXPECT_FALSE(CheckKey(other, key, kNow).ok());
  EXPECT_FALSE(CheckKey(Secret(), key, kNow).ok());
}

TEST(KeyTest, IsRefusedWithClaimsThatThisVersionDoesNotKnow) {
  EXPECT_TRUE(
      CheckKey(kSecret, Signed(R"({"id":"a","role":"agent","scope":"","name":"n"})"), kNow).ok());
  for (const std::string claims : {
           R"({"id":"a","role":"root","scope":"","name":"n"})",
           R"({"id":"a","role":"agent","scope":"","name":"n","more":1})",
           R"({"id":"a","role":"agent","role":"administrator","scope":"","name":"n"})",
           R"({"id":"","role":"agent","scope":"","name":"n"})",
           R"({"id":7,"role":"agent","scope":"","name":"n"})",
           R"({"role":"agent","scope":"","name":"n"})",
           R"({"id":"a","role":"agent","scope":"","name":"n","exp":"2099"})",
           R"({"id":"a","role":"agent","scope":"","name":"n","exp":9e99})",
           R"([])",
           R"()",
       }) {
    ExpectRefused(Signed(claims));
  }
}

TEST(KeyTest, IsRefusedAboveItsLength) {
  const std::string claims =
      R"({"id":"a","role":"agent","scope":"","name":")" + std::string(4'000, 'n') + R"("})";
  ExpectRefused(Signed(claims));
}

TEST(KeyTest, IsNotMintedForNobodyNorWithAWeakSecret) {
  EXPECT_FALSE(MintKey(Secret("short"), kCaller).ok());
  EXPECT_FALSE(MintKey(kSecret, {"", Role::kAgent, "", "n"}).ok());
  EXPECT_FALSE(MintKey(kSecret, {"a", Role::kAgent, "", ""}).ok());
  EXPECT_FALSE(MintKey(kSecret, {"a", Role::kAgent, "", "\xff"}).ok());
  EXPECT_FALSE(MintKey(kSecret, {"a", Role::kAgent, "", std::string(257, 'n')}).ok());
  EXPECT_NE(NewKeyId(), NewKeyId());
}

TEST(Base64UrlTest, HasOneSpellingForEachValue) {
  for (const std::string bytes : {"", "f", "fo", "foo", "\xff\xfe\xfd\xfc"}) {
    EXPECT_EQ(DecodeBase64Url(EncodeBase64Url(bytes)), bytes);
  }
  EXPECT_EQ(EncodeBase64Url("\xfb\xff"), "-_8");
  for (const std::string text : {"A", "Zh", "Zg==", "Zm9v\n", "+/8", "Zm 9v"}) {
    EXPECT_FALSE(DecodeBase64Url(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace recourse
