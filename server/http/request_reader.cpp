#include "http/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <charconv>

#include "http/limits.h"

namespace pancake {
namespace {

/// Splits a target that was found to be well-formed into path and query.
void split_target(std::string_view target, Request& request) {
  request.query = {};
  if (const auto authority = authority_of(target)) {
    target.remove_prefix(target.find("//") + 2 + authority->size());
    if (!target.starts_with('/')) {  // http://host or http://host?query
      request.path = "/";
      request.query = target.substr(std::min<std::size_t>(1, target.size()));
      return;
    }
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
}

/// The number of a Content-Length that was found to be a plain number; huge ones stay huge.
std::uint64_t length_of(std::string_view digits) {
  std::uint64_t length = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), length);
  return length;
}

}  // namespace

void RequestReader::start() {
  request_.fields.clear();
  request_.body.clear();
  request_.query = {};
  parser_.reset();
  chunked_body_.start();
  body_ = Body::none;
  body_left_ = 0;
  next_line_ = 0;
  begun_ = false;
  forgiven_line_ = false;
  told_to_continue_ = false;
}

bool RequestReader::keep_alive() const { return parser_ && parser_->keep_alive(); }

RequestReader::State RequestReader::advance(std::string_view arrived, std::size_t& taken) {
  taken = 0;
  return parser_ ? read_body(arrived, taken) : read_head(arrived, taken);
}

RequestReader::State RequestReader::read_head(std::string_view arrived, std::size_t& taken) {
  // An empty line before a request is forgiven (RFC 9112, 2.2).
  if (!begun_ && !forgiven_line_ && arrived.substr(0, 2) == "\r\n") {
    forgiven_line_ = true;
    taken = 2;
    arrived.remove_prefix(2);
  }
  if (arrived.empty() || (!begun_ && !forgiven_line_ && arrived == "\r")) return State::need_more;
  begun_ = true;
  const HeadScan scan = scan_head(arrived, next_line_);
  next_line_ = scan.next_line;
  if (scan.refusal) return refuse(*scan.refusal);
  if (!scan.size) return State::need_more;

  head_.assign(arrived.substr(0, *scan.size));
  taken += *scan.size;
  parser_.emplace(request_);
  boost::beast::error_code error;
  parser_->put(boost::asio::buffer(head_), error);
  if (error || !parser_->is_done()) return refuse({400, "the request is not HTTP"});
  if (auto refusal = after_head()) return refuse(*refusal);
  std::size_t taken_by_body = 0;
  const State state = read_body(arrived.substr(*scan.size), taken_by_body);
  taken += taken_by_body;
  return state;
}

std::optional<Refusal> RequestReader::after_head() {
  if (auto refusal = check_head(request_, parser_->target())) return refusal;
  split_target(parser_->target(), request_);
  const std::size_t most = body_limit(request_);
  if (request_.field("Transfer-Encoding")) {
    body_ = Body::chunked;
    chunked_body_.start(most);
  } else if (const auto length = request_.field("Content-Length")) {
    const std::uint64_t size = length_of(*length);
    if (size > most) return Refusal{413, body_too_large};
    body_left_ = static_cast<std::size_t>(size);
    body_ = size > 0 ? Body::counted : Body::none;
  }
  return std::nullopt;
}

RequestReader::State RequestReader::read_body(std::string_view arrived, std::size_t& taken) {
  if (body_ == Body::none) return State::ready;
  if (arrived.empty()) {
    const bool waits = request_.version >= 11 && request_.field("Expect") && !told_to_continue_;
    told_to_continue_ = true;
    return waits ? State::need_continue : State::need_more;
  }
  told_to_continue_ = true;  // whoever sends a body does not wait
  if (body_ == Body::chunked) {
    switch (chunked_body_.advance(arrived, taken, request_.body)) {
      case ChunkedBody::State::done: return State::ready;
      case ChunkedBody::State::need_more: return State::need_more;
      case ChunkedBody::State::refused: return refuse(chunked_body_.refusal());
    }
  }
  taken = std::min(body_left_, arrived.size());
  request_.body.append(arrived.substr(0, taken));
  body_left_ -= taken;
  return body_left_ == 0 ? State::ready : State::need_more;
}

RequestReader::State RequestReader::refuse(Refusal refusal) {
  refusal_ = refusal;
  return State::refused;
}

}  // namespace pancake
