#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// What a service manager is told of this process: systemd's notification protocol (sd_notify(3)),
/// datagrams of `NAME=VALUE` lines to the socket that NOTIFY_SOCKET names. Without that variable
/// nobody is told anything. A datagram that is lost is no failure of ours.
class ServiceManager {
 public:
  /// `socket`: a path, or "@name" for an abstract one; empty: nobody is there.
  explicit ServiceManager(std::string socket) : socket_(std::move(socket)) {}

  /// As systemd's variables say it. Takes them out of the environment, so that they do not
  /// reach a child.
  [[nodiscard]] static ServiceManager of_environment();

  void ready(std::string_view status) const;
  void reloading() const;
  void stopping() const;
  /// Sign of life, wanted at least once in watchdog().
  void alive() const;

  /// How long the manager waits for a sign of life before it ends this process.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  void tell(std::string_view text) const;

  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace pancake
