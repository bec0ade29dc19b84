#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/chunked_body.h"
#include "http/request.h"
#include "http/request_guard.h"
#include "http/request_parser.h"

namespace pancake {

/// Reads requests out of the bytes of a connection, one after the other: a state machine that
/// does no I/O.
///
///   start() -> advance(bytes) -> need_more -> advance(more bytes) -> … -> ready -> start()
///                                                                       -> refused (the end)
class RequestReader {
 public:
  enum class State {
    need_more,      ///< the request is not complete
    need_continue,  ///< the same, and the client waits for "100 Continue" before it sends on
    ready,          ///< request() is complete
    refused,        ///< refusal() says why; no further byte can be trusted
  };

  RequestReader() = default;
  /// `peer`: who sends the bytes; `secure`: whether over TLS.
  RequestReader(const boost::asio::ip::address& peer, bool secure) {
    request_.peer = peer;
    request_.secure = secure;
  }

  /// Forgets the last request and waits for the next.
  void start();

  /// Takes what it needs from the front of `arrived`, and gives how many bytes that were
  /// through `taken`. Bytes that were not taken must come again, in front of the next ones.
  State advance(std::string_view arrived, std::size_t& taken);

  /// Whether a first byte of the current request was seen.
  [[nodiscard]] bool begun() const noexcept { return begun_; }

  [[nodiscard]] const Request& request() const noexcept { return request_; }
  [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }
  /// Whether the client wants the connection to go on after this request.
  [[nodiscard]] bool keep_alive() const;

 private:
  State read_head(std::string_view arrived, std::size_t& taken);
  State read_body(std::string_view arrived, std::size_t& taken);
  std::optional<Refusal> after_head();
  State refuse(Refusal refusal);

  enum class Body { none, counted, chunked };

  Request request_;
  Refusal refusal_;
  std::string head_;  ///< what the request's texts point into
  std::optional<RequestParser> parser_;
  ChunkedBody chunked_body_;
  Body body_ = Body::none;
  std::size_t body_left_ = 0;  ///< of a counted body
  std::size_t next_line_ = 0;  ///< up to where the head was scanned
  bool begun_ = false;
  bool forgiven_line_ = false;
  bool told_to_continue_ = false;
};

}  // namespace pancake
