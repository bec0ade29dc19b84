#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <string>
#include <string_view>

#include "http/request.h"

namespace pancake {

/// Beast's parser for the heads that the guard let through, with its events collected into a
/// Request. Nothing is copied: the fields point into the bytes that were put. Bodies are not its
/// business.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(Request& request);

  /// The target of the request line, as it was sent.
  [[nodiscard]] std::string_view target() const noexcept { return target_; }

 private:
  using Verb = boost::beast::http::verb;
  using FieldName = boost::beast::http::field;
  using Text = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(Verb method, Text method_text, Text target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int status, Text reason, int version, ErrorCode& error) override;
  void on_field_impl(FieldName field, Text name, Text value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
  std::size_t on_body_impl(Text bytes, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t rest, Text bytes, ErrorCode& error) override;
  void on_finish_impl(ErrorCode& error) override;

  Request& request_;
  std::string_view target_;
};

}  // namespace pancake
