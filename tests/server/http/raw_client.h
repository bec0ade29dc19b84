#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>

#include "test_site.h"

namespace pancake {

/// A TCP client that sends bytes as they are told and reads what comes back.
class RawClient {
 public:
  /// `address` is "127.0.0.1:PORT".
  explicit RawClient(const std::string& address);

  void send(std::string_view bytes);
  /// The next whole response; `with_body` is false for answers to HEAD.
  Answered receive(bool with_body = true);
  /// Sends a GET and gives its answer.
  Answered ask(const std::string& target);
  /// Tells the server that nothing more will come.
  void shut_down_sending();
  /// Everything up to and with `end`.
  std::string receive_until(std::string_view end);
  /// Everything until the server closes the connection.
  std::string rest();
  /// Whether the server has closed the connection (waits for it).
  bool closed();

 private:
  bool read_more();

  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
  std::string arrived_;
};

}  // namespace pancake
