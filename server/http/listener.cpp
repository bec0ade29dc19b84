#include "http/listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <charconv>

namespace pancake {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using SystemError = boost::system::error_code;

constexpr std::chrono::milliseconds pause_after_failure{100};

}  // namespace

Result<tcp::endpoint> parse_listen_address(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorCode::usage, "listen address '" + std::string(text) +
                                      "' is not ADDRESS:PORT, for example 127.0.0.1:8080");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  std::string host(text.substr(0, colon));
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc() || end != digits.data() + digits.size()) return wrong();
  SystemError error;
  const auto address = asio::ip::make_address(host, error);
  if (error) return wrong();
  return tcp::endpoint(address, port);
}

std::string endpoint_text(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string host = endpoint.address().is_v6() ? "[" + address + "]" : address;
  return host + ":" + std::to_string(endpoint.port());
}

Result<Listener> Listener::open(asio::io_context& context, const tcp::endpoint& endpoint) {
  Acceptor acceptor(context.get_executor());
  SystemError error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return fail(ErrorCode::io,
                "cannot listen on " + endpoint_text(endpoint) + ": " + error.message());
  }
  return Listener(std::move(acceptor));
}

tcp::endpoint Listener::endpoint() const {
  SystemError ignored;
  return acceptor_.local_endpoint(ignored);
}

Awaitable<void> Listener::accept(const std::vector<Target>& targets) {
  Timer pause(acceptor_.get_executor());
  for (std::size_t next = 0;; next = (next + 1) % targets.size()) {
    const Target& target = targets[next];
    auto [error, socket] = co_await acceptor_.async_accept(*target.context, as_result);
    if (!error) {
      target.take(std::move(socket));
    } else if (!acceptor_.is_open()) {
      co_return;
    } else {
      // Out of descriptors, or the peer left already: what is served goes on.
      pause.expires_after(pause_after_failure);
      co_await pause.async_wait(as_result);
    }
  }
}

void Listener::close() {
  SystemError ignored;
  acceptor_.close(ignored);
}

}  // namespace pancake
