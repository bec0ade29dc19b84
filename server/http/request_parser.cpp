#include "http/request_parser.h"

#include "http/limits.h"

namespace pancake {

RequestParser::RequestParser(Request& request) : request_(request) {
  header_limit(max_head_bytes);
  skip(true);
}

void RequestParser::on_request_impl(Verb method, Text /*method_text*/, Text target, int version,
                                    ErrorCode& /*error*/) {
  request_.method = method;
  request_.version = static_cast<unsigned>(version);
  target_ = target;
}

void RequestParser::on_response_impl(int /*status*/, Text /*reason*/, int /*version*/,
                                     ErrorCode& /*error*/) {}

void RequestParser::on_field_impl(FieldName /*field*/, Text name, Text value,
                                  ErrorCode& /*error*/) {
  request_.fields.push_back({name, value});
}

void RequestParser::on_header_impl(ErrorCode& /*error*/) {}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                                      ErrorCode& /*error*/) {}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode& /*error*/) { return bytes.size(); }

void RequestParser::on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                                         ErrorCode& /*error*/) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t /*rest*/, Text bytes,
                                              ErrorCode& /*error*/) {
  return bytes.size();
}

void RequestParser::on_finish_impl(ErrorCode& /*error*/) {}

}  // namespace pancake
