#include "services/console/adapters/client_address.h"

#include <algorithm>

namespace recourse::console {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned short kWholeV4 = 32;
constexpr unsigned short kWholeV6 = 128;

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

std::optional<ip::address> ParseAddress(std::string_view text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  return error ? std::nullopt : std::make_optional(address);
}

// Takes the last part of a list off it.
std::string_view TakeLast(std::string_view& list) {
  const std::size_t comma = list.rfind(',');
  const bool only = comma == std::string_view::npos;
  const std::string_view last = only ? list : list.substr(comma + 1);
  list = only ? std::string_view() : list.substr(0, comma);
  return Trimmed(last);
}

// "127.0.0.1:50412" and "[::1]:50412" without the port.
std::string_view WithoutPort(std::string_view peer) {
  peer = peer.substr(0, peer.rfind(':'));
  if (peer.starts_with('[') && peer.ends_with(']')) peer = peer.substr(1, peer.size() - 2);
  return peer;
}

}  // namespace

std::optional<TrustedProxies> TrustedProxies::Parse(const std::string& text) {
  TrustedProxies proxies;
  for (std::string_view rest = text; !Trimmed(rest).empty();) {
    const std::string part(TakeLast(rest));
    boost::system::error_code no_v4;
    boost::system::error_code no_v6;
    const auto v4 = ip::make_network_v4(part, no_v4);
    const auto v6 = ip::make_network_v6(part, no_v6);
    if (const auto address = ParseAddress(part)) {
      if (address->is_v4()) proxies.networks_v4_.emplace_back(address->to_v4(), kWholeV4);
      if (address->is_v6()) proxies.networks_v6_.emplace_back(address->to_v6(), kWholeV6);
    } else if (!no_v4) {
      proxies.networks_v4_.push_back(v4.canonical());
    } else if (!no_v6) {
      proxies.networks_v6_.push_back(v6.canonical());
    } else {
      return std::nullopt;
    }
  }
  return proxies;
}

bool TrustedProxies::Trusts(const ip::address& address) const {
  // An address lies in a network when the network of its length around it is the same.
  const auto in = [](const auto& networks, const auto& one) {
    return std::any_of(networks.begin(), networks.end(), [&](const auto& network) {
      return std::decay_t<decltype(network)>(one, network.prefix_length()).canonical() == network;
    });
  };
  return address.is_v4() ? in(networks_v4_, address.to_v4()) : in(networks_v6_, address.to_v6());
}

std::string TrustedProxies::AddressOf(const HttpRequest& request) const {
  const std::string_view peer = WithoutPort(request.peer);
  auto address = ParseAddress(peer);
  if (!address) return std::string(peer);
  std::string_view way = request.Header("x-forwarded-for");
  while (Trusts(*address) && !way.empty()) {
    const auto before = ParseAddress(TakeLast(way));
    if (!before) break;
    address = before;
  }
  return address->to_string();
}

}  // namespace recourse::console
