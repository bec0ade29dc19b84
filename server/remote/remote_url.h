#pragma once

#include <cstdint>
#include <string>

#include "error.h"

namespace pancake {

/// Where another Pancake server is.
struct RemoteUrl {
  bool tls = false;
  std::string host;  ///< a name or an address, without brackets
  std::uint16_t port = 80;
  std::string prefix;  ///< what all of its routes stand below: "" or "/pancakes"

  /// "https://flags.example/pancakes": for messages.
  [[nodiscard]] std::string name() const;
  /// Whether what is sent there stays on this machine: localhost, 127.0.0.0/8 and ::1.
  [[nodiscard]] bool is_loopback() const;
  /// What stands in the field Host: the port only when it is not the usual one.
  [[nodiscard]] std::string authority() const;
};

/// Reads `http://HOST[:PORT][/PREFIX]` or `https://…`. The error (`usage`) says what is wrong.
/// User and password, a query and a fragment are refused: a token is given by file.
[[nodiscard]] Result<RemoteUrl> parse_remote_url(const std::string& url);

}  // namespace pancake
