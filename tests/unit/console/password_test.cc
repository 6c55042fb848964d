#include "services/console/adapters/password.h"

#include <gtest/gtest.h>

#include "services/console/adapters/token.h"

namespace recourse::console {
namespace {

TEST(PasswordTest, IsVerifiedByItsHashAndNoOtherIs) {
  const auto hash = HashPassword(Secret("correct horse 马"));
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(VerifyPassword(*hash, Secret("correct horse 马")));
  EXPECT_FALSE(VerifyPassword(*hash, Secret("correct horse 驴")));
  EXPECT_FALSE(VerifyPassword(*hash, Secret("")));
}

TEST(PasswordTest, IsArgon2idAtTheStatedCost) {
  const auto hash = HashPassword(Secret("some password"));
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(PasswordTest, HasASaltOfItsOwn) {
  EXPECT_NE(*HashPassword(Secret("the same one")), *HashPassword(Secret("the same one")));
}

TEST(PasswordTest, NobodysHashTakesAsMuchWorkAndNoPassword) {
  EXPECT_EQ(NobodysHash().substr(0, 31), HashPassword(Secret("some password"))->substr(0, 31));
  EXPECT_FALSE(VerifyPassword(NobodysHash(), Secret("")));
}

TEST(PasswordTest, AHashThatIsNoneVerifiesNothing) {
  EXPECT_FALSE(VerifyPassword("", Secret("x")));
  EXPECT_FALSE(VerifyPassword("$argon2id$broken", Secret("x")));
}

TEST(PasswordTest, ANewOneIsLongEnoughAndNotTheName) {
  EXPECT_FALSE(CheckNewPassword("ann", Secret("short")).ok());
  EXPECT_FALSE(CheckNewPassword("ann", Secret(std::string(kMaxPasswordBytes + 1, 'x'))).ok());
  EXPECT_FALSE(CheckNewPassword("ann-of-the-branch", Secret("ann-of-the-branch")).ok());
  EXPECT_TRUE(CheckNewPassword("ann", Secret("a good password")).ok());
}

TEST(TokenTest, IsNeverTheSameAndOnlyItsHashIsKept) {
  const std::string token = NewToken();
  EXPECT_NE(token, NewToken());
  EXPECT_EQ(token.size(), 43U);
  EXPECT_EQ(HashToken(token).size(), 32U);
  EXPECT_EQ(HashToken(token), HashToken(token));
}

}  // namespace
}  // namespace recourse::console
