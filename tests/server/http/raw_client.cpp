#include "raw_client.h"

#include <catch.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "http/listener.h"

namespace pancake {

namespace asio = boost::asio;

RawClient::RawClient(const std::string& address) {
  socket_.connect(*parse_listen_address(address));
}

void RawClient::send(std::string_view bytes) {
  boost::system::error_code ignored;  // the server may have closed already
  asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
}

bool RawClient::read_more() {
  std::array<char, 65536> bytes;
  boost::system::error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(bytes), error);
  arrived_.append(bytes.data(), size);
  return !error;
}

Answered RawClient::receive(bool with_body) {
  while (arrived_.find("\r\n\r\n") == std::string::npos) REQUIRE(read_more());
  const std::size_t head_size = arrived_.find("\r\n\r\n") + 4;
  Answered answered = taken_apart(arrived_.substr(0, head_size));
  const std::string length = answered.field("Content-Length");
  const std::size_t body_size = with_body && !length.empty() ? std::stoul(length) : 0;
  while (arrived_.size() < head_size + body_size) REQUIRE(read_more());
  answered.body = arrived_.substr(head_size, body_size);
  arrived_.erase(0, head_size + body_size);
  return answered;
}

Answered RawClient::ask(const std::string& target) {
  send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return receive();
}

void RawClient::shut_down_sending() {
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send);
}

std::string RawClient::receive_until(std::string_view end) {
  std::size_t looked_at = 0;
  std::size_t found = arrived_.find(end);
  while (found == std::string::npos) {
    looked_at = arrived_.size() < end.size() ? 0 : arrived_.size() - end.size();
    REQUIRE(read_more());
    found = arrived_.find(end, looked_at);
  }
  const std::string received = arrived_.substr(0, found + end.size());
  arrived_.erase(0, received.size());
  return received;
}

std::string RawClient::rest() {
  while (read_more()) {
  }
  return std::exchange(arrived_, {});
}

bool RawClient::closed() {
  while (read_more()) {
  }
  return true;
}

}  // namespace pancake
