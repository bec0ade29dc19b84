#include "http/request_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include "http/limits.h"

namespace pancake {
namespace {

namespace http = boost::beast::http;

/// Splits an origin-form or absolute-form target into path and query; false if it is neither.
bool split_target(std::string_view target, Request& request) {
  if (target == "*" && request.method == http::verb::options) {
    request.path = target;
    return true;
  }
  constexpr std::string_view scheme = "http://";
  if (boost::beast::iequals(target.substr(0, scheme.size()), scheme)) {
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    if (target.empty()) target = "/";
  }
  if (target.front() != '/') return false;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  return true;
}

}  // namespace

void RequestReader::start() {
  request_.fields.clear();
  request_.body.clear();
  request_.query = {};
  parser_.reset();
  next_line_ = 0;
  begun_ = false;
}

bool RequestReader::keep_alive() const { return parser_ && parser_->keep_alive(); }

RequestReader::State RequestReader::advance(std::string_view arrived, std::size_t& taken) {
  taken = 0;
  return parser_ ? read_body(arrived, taken) : read_head(arrived, taken);
}

RequestReader::State RequestReader::read_head(std::string_view arrived, std::size_t& taken) {
  // An empty line before a request is forgiven (RFC 9112, 2.2).
  if (!begun_ && arrived.substr(0, 2) == "\r\n") {
    taken = 2;
    arrived.remove_prefix(2);
  }
  if (arrived.empty() || (!begun_ && arrived == "\r")) return State::need_more;
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
  if (error == http::error::need_more && !parser_->is_header_done()) {
    return refuse({400, "the head is not HTTP"});
  }
  if (error && error != http::error::need_more) return refuse(error);
  const State state = after_head();
  if (state != State::need_more) return state;
  std::size_t taken_by_body = 0;
  const State after_body = read_body(arrived.substr(*scan.size), taken_by_body);
  taken += taken_by_body;
  return after_body;
}

RequestReader::State RequestReader::after_head() {
  if (auto refusal = check_head(request_, parser_->target())) return refuse(*refusal);
  if (!split_target(parser_->target(), request_)) {
    return refuse({400, "the target is not a path"});
  }
  const auto expectation = request_.field("Expect");
  if (expectation && !boost::beast::iequals(*expectation, "100-continue")) {
    return refuse({417, "this expectation cannot be met"});
  }
  if (parser_->is_done()) return State::ready;
  return State::need_more;
}

RequestReader::State RequestReader::read_body(std::string_view arrived, std::size_t& taken) {
  if (parser_->is_done()) return State::ready;
  if (arrived.empty()) {
    const bool waits = request_.version >= 11 && request_.body.empty() && request_.field("Expect");
    return waits ? State::need_continue : State::need_more;
  }
  boost::beast::error_code error;
  taken = parser_->put(boost::asio::buffer(arrived.data(), arrived.size()), error);
  if (error && error != http::error::need_more) return refuse(error);
  if (parser_->is_done()) return State::ready;
  if (arrived.size() - taken >= max_head_bytes) return refuse({400, "a chunk's line is too long"});
  return State::need_more;
}

RequestReader::State RequestReader::refuse(Refusal refusal) {
  refusal_ = refusal;
  return State::refused;
}

RequestReader::State RequestReader::refuse(const boost::beast::error_code& error) {
  if (error == http::error::body_limit) {
    return refuse({413, "the body of a request may have 65,536 bytes"});
  }
  if (error == http::error::header_limit) {
    return refuse({431, "the head of a request may have 16,384 bytes"});
  }
  if (error == http::error::bad_version) return refuse({505, "only HTTP/1.1 is spoken here"});
  return refuse({400, "the request is not HTTP"});
}

}  // namespace pancake
