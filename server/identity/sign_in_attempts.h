#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

namespace pancake {

/// Slows down whoever tries tokens: ten wrong ones from an address (IPv6: a /64 network), and
/// five minutes pass until its next attempt is looked at. It is the peer's address that counts,
/// never what a header says of it.
///
/// Any thread may call anything. Times are passed in.
class SignInAttempts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr unsigned most_failures = 10;
  static constexpr std::chrono::minutes pause{5};
  static constexpr std::size_t most_addresses = 10'000;

  /// How long this address has to wait; no value: it may try.
  [[nodiscard]] std::optional<std::chrono::seconds> wait(const boost::asio::ip::address& peer,
                                                         Time now);
  void failed(const boost::asio::ip::address& peer, Time now);
  void succeeded(const boost::asio::ip::address& peer);

 private:
  struct Failures {
    unsigned count = 0;
    Time last;
  };
  void make_room(Time now);

  std::mutex mutex_;
  std::map<boost::asio::ip::address, Failures> failures_;
};

}  // namespace pancake
