#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>
#include <vector>

#include "error.h"

namespace pancake {

/// The addresses whose word on a visitor counts: a proxy in front that sets, or takes away, the
/// headers that name a user.
class TrustedProxies {
 public:
  /// Nobody is trusted.
  TrustedProxies() = default;

  /// Adds "192.0.2.7", "10.0.0.0/8" or "fd00::/8". Bits behind the prefix must be 0: "10.1.0.0/8"
  /// is taken for a slip. Error usage.
  [[nodiscard]] Result<void> add(std::string_view range);
  /// 127.0.0.0/8 and ::1.
  void add_loopback();

  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }
  /// Whether an address is one of them. An IPv4 address that came in through an IPv6 socket
  /// (::ffff:10.0.0.1) counts as what it is.
  [[nodiscard]] bool contains(const boost::asio::ip::address& address) const;

 private:
  struct Range {
    boost::asio::ip::address first;
    unsigned bits;
  };
  std::vector<Range> ranges_;
};

}  // namespace pancake
