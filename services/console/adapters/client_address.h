#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string>
#include <vector>

#include "services/common/http/message.h"

namespace recourse::console {

// The proxies that stand before this door and say in X-Forwarded-For for whom they ask. Everybody
// else's word is not believed. A value.
class TrustedProxies {
 public:
  // Trusts nobody.
  TrustedProxies() = default;
  // Addresses and networks, separated by commas: "10.0.0.0/8, fd00::/8, 127.0.0.1". Nothing where
  // one is neither.
  static std::optional<TrustedProxies> Parse(const std::string& text);

  // Whose request this is, without a port: the nearest address on its way that no trusted proxy
  // has. Where a proxy says what is no address, the proxy's own.
  std::string AddressOf(const HttpRequest& request) const;

 private:
  bool Trusts(const boost::asio::ip::address& address) const;

  std::vector<boost::asio::ip::network_v4> networks_v4_;
  std::vector<boost::asio::ip::network_v6> networks_v6_;
};

}  // namespace recourse::console
