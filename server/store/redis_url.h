#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "error.h"

namespace pancake {

/// Where a Redis or a Sentinel listens.
struct RedisAddress {
  std::string host;
  std::uint16_t port = 6379;

  /// "127.0.0.1:6379", "[::1]:6379"
  [[nodiscard]] std::string text() const;
  bool operator==(const RedisAddress&) const = default;
};

/// Where a Redis is, or who knows it, and who we are there.
struct RedisUrl {
  bool tls = false;
  std::string ca_file;           ///< PEM; empty: the authorities of the system
  std::string certificate_file;  ///< PEM, of this client; empty: none is shown
  std::string key_file;          ///< PEM, that certificate's key

  RedisAddress address;                 ///< of the Redis; unused with Sentinel
  std::vector<RedisAddress> sentinels;  ///< who know the master; empty: no Sentinel
  std::string master;                   ///< its name there
  std::string sentinel_user;
  std::string sentinel_password;  ///< empty: none is sent to Sentinels

  std::string user;      ///< empty: Redis' default user
  std::string password;  ///< empty: none is sent unless there is a user
  int database = 0;

  [[nodiscard]] bool is_sentinel() const noexcept { return !sentinels.empty(); }

  /// "redis://127.0.0.1:6379/0", "redis+sentinel://a:26379,b:26379/mymaster/0", without users,
  /// passwords and options: for messages.
  [[nodiscard]] std::string name() const;
};

/// Reads
///
///   redis://[USER[:PASSWORD]@]HOST[:PORT][/DB]
///   redis+sentinel://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]]…/MASTER[/DB]
///
/// with `?sentinel-user=…&sentinel-password=…` for Sentinels that want a log-in of their own
/// (port 26379 unless said), and `rediss` in place of `redis` for TLS, with
/// `?cacert=FILE&cert=FILE&key=FILE`. What stands before the @ and in options is percent-encoded
/// where it needs it (an @ behind the address always), an IPv6 address stands in brackets. The
/// error (`usage`) says what is wrong and never shows a password.
[[nodiscard]] Result<RedisUrl> parse_redis_url(const std::string& url);

}  // namespace pancake
