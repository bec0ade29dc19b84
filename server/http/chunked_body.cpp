#include "http/chunked_body.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <cstdint>

#include "http/grammar.h"

namespace pancake {
namespace {

/// Fields that decide about a request before its body is read (RFC 9110, 6.5.1).
constexpr std::array<std::string_view, 12> head_fields{
    "Authorization", "Connection",   "Content-Encoding", "Content-Length",
    "Content-Range", "Content-Type", "Cookie",           "Expect",
    "Host",          "TE",           "Trailer",          "Transfer-Encoding"};

bool decides_in_head(std::string_view name) {
  return std::any_of(head_fields.begin(), head_fields.end(),
                     [&](std::string_view field) { return boost::beast::iequals(field, name); });
}

}  // namespace

ChunkedBody::State ChunkedBody::advance(std::string_view arrived, std::size_t& taken,
                                        std::string& body) {
  taken = 0;
  while (part_ != Part::done && taken < arrived.size()) {
    if (part_ == Part::data) {
      taken += take_data(arrived.substr(taken), body);
    } else if (take_line_byte(arrived[taken++], body.size()) == State::refused) {
      return State::refused;
    }
  }
  return part_ == Part::done ? State::done : State::need_more;
}

std::size_t ChunkedBody::take_data(std::string_view arrived, std::string& body) {
  const std::size_t size = std::min(arrived.size(), data_left_);
  body.append(arrived.substr(0, size));
  data_left_ -= size;
  if (data_left_ == 0) part_ = Part::data_end;
  return size;
}

/// A line is collected with its CR, so that anything but LF behind it is seen.
ChunkedBody::State ChunkedBody::take_line_byte(char byte, std::size_t body_size) {
  const bool after_cr = line_.ends_with('\r');
  if (after_cr != (byte == '\n')) return refuse(400, "a line of a chunked body has no CRLF");
  if (after_cr) {
    line_.pop_back();
    return end_line(body_size);
  }
  line_ += byte;
  switch (part_) {
    case Part::data_end:
      if (byte != '\r') return refuse(400, "a chunk is longer than it says");
      break;
    case Part::trailer:
      if (trailer_bytes_ + line_.size() > max_trailer_bytes) {
        return refuse(431, "the trailer of a request may have 4,096 bytes");
      }
      break;
    default:
      if (line_.size() > max_chunk_line_bytes) return refuse(400, "a chunk's line is too long");
  }
  return State::need_more;
}

ChunkedBody::State ChunkedBody::end_line(std::size_t body_size) {
  State state = State::need_more;
  if (part_ == Part::size) {
    state = read_size(body_size);
  } else if (part_ == Part::trailer) {
    state = read_trailer();
  } else {
    part_ = Part::size;
  }
  line_.clear();
  return state;
}

ChunkedBody::State ChunkedBody::read_size(std::size_t body_size) {
  const char* const line_end = line_.data() + line_.size();
  std::uint64_t size = 0;
  // A sign or 0x is no digit for from_chars.
  const auto [digits_end, problem] = std::from_chars(line_.data(), line_end, size, 16);
  if (problem == std::errc::result_out_of_range) return refuse(413, "a chunk is too large");
  const std::string_view extension(digits_end, static_cast<std::size_t>(line_end - digits_end));
  if (problem != std::errc() || line_.starts_with('-') || !is_chunk_extension(extension)) {
    return refuse(400, "the size of a chunk is not a hexadecimal number");
  }
  extension_bytes_ += extension.size();
  if (extension_bytes_ > max_chunk_extension_bytes) {
    return refuse(400, "the chunk extensions of a request may have 4,096 bytes");
  }
  if (size > most_ - body_size) return refuse(413, body_too_large);
  data_left_ = static_cast<std::size_t>(size);
  part_ = size == 0 ? Part::trailer : Part::data;
  return State::need_more;
}

ChunkedBody::State ChunkedBody::read_trailer() {
  if (line_.empty()) {
    part_ = Part::done;
    return State::need_more;
  }
  trailer_bytes_ += line_.size();
  if (auto refusal = check_field_line(line_)) return refuse(refusal->status, refusal->message);
  if (decides_in_head(std::string_view(line_).substr(0, line_.find(':')))) {
    return refuse(400, "a field of the head stands in the trailer");
  }
  return State::need_more;
}

ChunkedBody::State ChunkedBody::refuse(unsigned status, std::string_view message) {
  refusal_ = {status, message};
  return State::refused;
}

}  // namespace pancake
