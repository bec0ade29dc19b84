#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "error.h"
#include "http/executor.h"

namespace pancake {

/// "127.0.0.1:8080", "[::1]:0", "localhost:8080" as an endpoint; port 0 asks for a free one.
[[nodiscard]] Result<boost::asio::ip::tcp::endpoint> parse_listen_address(std::string_view text);

/// An endpoint as it stands in a URL: "127.0.0.1:8080", "[::1]:8080".
[[nodiscard]] std::string endpoint_text(const boost::asio::ip::tcp::endpoint& endpoint);

/// Listens at one address and hands each connection to one of several threads in turn.
class Listener {
 public:
  /// Takes a connection's socket, which belongs to the thread of `context`.
  using Take = std::function<void(Socket)>;
  struct Target {
    boost::asio::io_context* context;
    Take take;
  };

  /// Binds and listens. Fails if the address is in use or not one of this machine.
  [[nodiscard]] static Result<Listener> open(boost::asio::io_context& context,
                                             const boost::asio::ip::tcp::endpoint& endpoint);

  [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const;

  /// Accepts until closed. The listener and the targets must outlive the coroutine.
  Awaitable<void> accept(const std::vector<Target>& targets);

  void close();

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
  explicit Listener(Acceptor acceptor) : acceptor_(std::move(acceptor)) {}

  Acceptor acceptor_;
};

}  // namespace pancake
