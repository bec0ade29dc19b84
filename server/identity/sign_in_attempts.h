#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "identity/sha256.h"

namespace pancake {

/// Slows down whoever tries tokens: ten wrong ones from an address (IPv6: a /64 network), each
/// other than those before, and five minutes pass until its next attempt is looked at. A program
/// that goes on with one old token does not shut out others at its address, and a token that was
/// right from an address before is looked at all the same: others at that address shut out nobody
/// who works there.
///
/// Any thread may call anything. Times are passed in.
class SignInAttempts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr unsigned most_failures = 10;
  static constexpr std::chrono::minutes pause{5};
  static constexpr std::size_t most_addresses = 10'000;

  /// How long this address has to wait with this token; no value: it may try.
  [[nodiscard]] std::optional<std::chrono::seconds> wait(const boost::asio::ip::address& peer,
                                                         const Sha256& token, Time now);
  void failed(const boost::asio::ip::address& peer, const Sha256& token, Time now);
  /// The token was right.
  void succeeded(const boost::asio::ip::address& peer, const Sha256& token, Time now);
  /// Forgives the wrong ones before.
  void forgive(const boost::asio::ip::address& peer);

 private:
  struct Failures {
    std::vector<std::size_t> tokens;  ///< parts of their hashes; at most `most_failures`
    Time last;
  };
  void make_room(Time now);

  std::mutex mutex_;
  std::map<boost::asio::ip::address, Failures> failures_;
  /// Right tokens by the address that they came from, with when they did last.
  std::map<std::pair<boost::asio::ip::address, std::size_t>, Time> right_;
};

}  // namespace pancake
