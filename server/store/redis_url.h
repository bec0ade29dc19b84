#pragma once

#include <cstdint>
#include <string>

#include "error.h"

namespace pancake {

/// Where a Redis is and who we are there.
struct RedisUrl {
  bool tls = false;
  std::string host;
  std::uint16_t port = 6379;
  std::string user;      ///< empty: Redis' default user
  std::string password;  ///< empty: none is sent unless there is a user
  int database = 0;

  /// "redis://127.0.0.1:6379/0", without user and password: for messages.
  [[nodiscard]] std::string name() const;
};

/// Reads `redis://[USER[:PASSWORD]@]HOST[:PORT][/DB]` or `rediss://…` (TLS). User and password
/// are percent-encoded where they need it, an IPv6 address stands in brackets. The error
/// (`usage`) says what is wrong and never shows the password.
[[nodiscard]] Result<RedisUrl> parse_redis_url(const std::string& url);

}  // namespace pancake
