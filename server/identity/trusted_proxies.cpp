#include "identity/trusted_proxies.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace pancake {
namespace {

namespace ip = boost::asio::ip;

/// An IPv4 address in IPv6's clothes as the IPv4 address.
ip::address plain(const ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

/// Whether two addresses of one family are equal in their first bits.
template <typename Bytes>
bool same_prefix(const Bytes& left, const Bytes& right, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(whole), right.begin()))
    return false;
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const unsigned mask = 0xFFU << (8 - rest);
  return ((left[whole] ^ right[whole]) & mask) == 0;
}

template <typename Bytes>
bool is_zero_behind(const Bytes& bytes, unsigned bits) {
  for (unsigned bit = bits; bit < bytes.size() * 8; ++bit) {
    if ((bytes[bit / 8] >> (7 - bit % 8)) & 1U) return false;
  }
  return true;
}

}  // namespace

Result<void> TrustedProxies::add(std::string_view range) {
  const auto wrong = [range](const char* why) {
    return fail(ErrorCode::usage, "'" + std::string(range) + "' " + why);
  };
  constexpr const char* no_range =
      "is no address or range of addresses, like 10.1.2.3 or 10.0.0.0/8";
  const std::size_t slash = range.find('/');
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(range.substr(0, slash)), error);
  if (error || (address.is_v6() && address.to_v6().scope_id() != 0)) return wrong(no_range);
  const unsigned most = address.is_v4() ? 32 : 128;
  unsigned bits = most;
  if (slash != std::string_view::npos) {
    const auto digits = range.substr(slash + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || bits > most) {
      return wrong(no_range);
    }
  }
  const bool is_clean = address.is_v4() ? is_zero_behind(address.to_v4().to_bytes(), bits)
                                        : is_zero_behind(address.to_v6().to_bytes(), bits);
  if (!is_clean) return wrong("has bits behind its prefix");
  if (plain(address) != address) return wrong("is IPv4 written as IPv6: write it as IPv4");
  ranges_.push_back({address, bits});
  return {};
}

void TrustedProxies::add_loopback() {
  ranges_.push_back({ip::make_address("127.0.0.0"), 8});
  ranges_.push_back({ip::make_address("::1"), 128});
}

bool TrustedProxies::contains(const ip::address& given) const {
  const ip::address address = plain(given);
  return std::any_of(ranges_.begin(), ranges_.end(), [&address](const Range& range) {
    if (range.first.is_v4() != address.is_v4()) return false;
    return address.is_v4()
               ? same_prefix(range.first.to_v4().to_bytes(), address.to_v4().to_bytes(), range.bits)
               : same_prefix(range.first.to_v6().to_bytes(), address.to_v6().to_bytes(),
                             range.bits);
  });
}

}  // namespace pancake
