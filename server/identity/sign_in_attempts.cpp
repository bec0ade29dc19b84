#include "identity/sign_in_attempts.h"

#include <algorithm>

namespace pancake {
namespace {

namespace ip = boost::asio::ip;

/// What counts as one peer: whoever has an IPv6 address has 2^64 of them.
ip::address peer_network(const ip::address& address) {
  if (!address.is_v6()) return address;
  if (address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  return ip::make_address_v6(bytes);
}

}  // namespace

std::optional<std::chrono::seconds> SignInAttempts::wait(const ip::address& peer,
                                                         const Sha256& token, Time now) {
  const std::scoped_lock lock(mutex_);
  if (right_.contains({peer_network(peer), token.bucket()})) return std::nullopt;
  const auto found = failures_.find(peer_network(peer));
  if (found == failures_.end()) return std::nullopt;
  const auto passed = now - found->second.last;
  if (passed >= pause) {
    failures_.erase(found);
    return std::nullopt;
  }
  if (found->second.tokens.size() < most_failures) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(pause - passed);
}

void SignInAttempts::failed(const ip::address& peer, const Sha256& token, Time now) {
  const std::scoped_lock lock(mutex_);
  make_room(now);
  Failures& failures = failures_[peer_network(peer)];
  const std::size_t known = token.bucket();
  if (std::ranges::find(failures.tokens, known) != failures.tokens.end()) return;
  if (failures.tokens.size() < most_failures) failures.tokens.push_back(known);
  failures.last = now;
}

void SignInAttempts::succeeded(const ip::address& peer, const Sha256& token, Time now) {
  const std::scoped_lock lock(mutex_);
  const std::pair place{peer_network(peer), token.bucket()};
  if (right_.size() >= most_addresses && !right_.contains(place)) {
    right_.erase(
        std::ranges::min_element(right_, {}, [](const auto& each) { return each.second; }));
  }
  right_[place] = now;
}

void SignInAttempts::forgive(const ip::address& peer) {
  const std::scoped_lock lock(mutex_);
  failures_.erase(peer_network(peer));
}

void SignInAttempts::make_room(Time now) {
  if (failures_.size() < most_addresses) return;
  std::erase_if(failures_, [now](const auto& each) { return now - each.second.last >= pause; });
  if (failures_.size() < most_addresses) return;
  failures_.erase(std::min_element(
      failures_.begin(), failures_.end(),
      [](const auto& left, const auto& right) { return left.second.last < right.second.last; }));
}

}  // namespace pancake
