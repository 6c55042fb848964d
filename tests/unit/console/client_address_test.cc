#include "services/console/adapters/client_address.h"

#include <gtest/gtest.h>

namespace recourse::console {
namespace {

std::string Address(const std::string& proxies, const std::string& peer,
                    const std::string& forwarded) {
  const auto trusted = TrustedProxies::Parse(proxies);
  EXPECT_TRUE(trusted) << proxies;
  HttpRequest request{"GET", "/"};
  request.peer = peer;
  if (!forwarded.empty()) request.headers["x-forwarded-for"] = forwarded;
  return trusted->AddressOf(request);
}

TEST(TrustedProxiesTest, BelievesNobodyUnlessTold) {
  EXPECT_EQ(Address("", "192.0.2.1:5", "203.0.113.9"), "192.0.2.1");
  EXPECT_EQ(Address("10.0.0.1", "192.0.2.1:5", "203.0.113.9"), "192.0.2.1");
  EXPECT_EQ(Address("", "[2001:db8::1]:5", ""), "2001:db8::1");
}

TEST(TrustedProxiesTest, BelievesAProxyOnlyForTheLastOneItNames) {
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", "1.1.1.1, 203.0.113.9"), "203.0.113.9")
      << "what stands before was said by the client itself";
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", ""), "10.0.0.1");
}

TEST(TrustedProxiesTest, GoesOnThroughAllProxiesThatItTrusts) {
  EXPECT_EQ(Address("10.0.0.0/8, 172.16.0.7", "10.9.9.9:5", "8.8.8.8, 203.0.113.9,172.16.0.7"),
            "203.0.113.9");
  EXPECT_EQ(Address("10.0.0.0/8", "10.9.9.9:5", "10.1.1.1, 10.2.2.2"), "10.1.1.1");
  EXPECT_EQ(Address("fd00::/8,127.0.0.1", "[fd12::7]:5", "2001:db8::9"), "2001:db8::9");
}

TEST(TrustedProxiesTest, KeepsToTheEdgesOfANetwork) {
  EXPECT_EQ(Address("10.1.0.0/16", "10.1.255.255:5", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(Address("10.1.0.0/16", "10.2.0.0:5", "203.0.113.9"), "10.2.0.0");
  EXPECT_EQ(Address("10.1.2.3/16", "10.1.9.9:5", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(Address("0.0.0.0/0", "10.2.0.0:5", "203.0.113.9"), "203.0.113.9");
}

TEST(TrustedProxiesTest, StopsAtWhatIsNoAddress) {
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", "203.0.113.9, unknown"), "10.0.0.1");
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", "203.0.113.9:80"), "10.0.0.1");
  EXPECT_EQ(Address("10.0.0.1", "10.0.0.1:5", ",,"), "10.0.0.1");
}

TEST(TrustedProxiesTest, RefusesAListWithSomethingElseInIt) {
  for (const char* text : {"proxy.example", "10.0.0.1,", "10.0.0.1 10.0.0.2", "10.0.0.0/33", "*",
                           "10.0.0.1,,10.0.0.2", "10.0.0.1:80"}) {
    EXPECT_FALSE(TrustedProxies::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace recourse::console
