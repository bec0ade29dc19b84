#include "http/request_guard.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>

#include "http/limits.h"

namespace pancake {
namespace {

constexpr Refusal bad_line{400, "a line of the head does not end with CRLF"};
constexpr Refusal folded_line{400, "header fields must not be folded"};
constexpr Refusal control_character{400, "a control character in the head"};
constexpr Refusal head_too_long{431, "the head of a request may have 16,384 bytes"};

bool is_blank(char character) { return character == ' ' || character == '\t'; }

bool is_control(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte < 0x20 && character != '\t') || byte == 0x7F;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 19 &&
         std::all_of(text.begin(), text.end(),
                     [](char character) { return character >= '0' && character <= '9'; });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || character == '-';
  });
}

std::optional<Refusal> check_framing(const Request& request) {
  const std::size_t lengths = request.count("Content-Length");
  const std::size_t codings = request.count("Transfer-Encoding");
  if (lengths + codings > 1) return Refusal{400, "more than one field says how long the body is"};
  if (lengths == 1 && !is_number(*request.field("Content-Length"))) {
    return Refusal{400, "Content-Length is not a plain number"};
  }
  if (codings == 0) return std::nullopt;
  if (request.version < 11) return Refusal{400, "Transfer-Encoding in HTTP/1.0"};
  const std::string_view coding = *request.field("Transfer-Encoding");
  if (boost::beast::iequals(coding, "chunked")) return std::nullopt;
  if (is_token(coding)) return Refusal{501, "this transfer coding is not understood"};
  return Refusal{400, "Transfer-Encoding is not exactly `chunked`"};
}

std::optional<Refusal> check_host(const Request& request) {
  const std::size_t hosts = request.count("Host");
  if (hosts > 1) return Refusal{400, "more than one Host"};
  if (hosts == 0) {
    return request.version >= 11 ? std::optional(Refusal{400, "no Host"}) : std::nullopt;
  }
  if (request.field("Host")->find_first_of(" \t,/@") != std::string_view::npos) {
    return Refusal{400, "Host is not a host and a port"};
  }
  return std::nullopt;
}

}  // namespace

HeadScan scan_head(std::string_view arrived, std::size_t line) {
  const std::string_view head = arrived.substr(0, max_head_bytes);
  while (true) {
    const std::size_t end = head.find_first_of("\r\n", line);
    if (end == std::string_view::npos || end + 1 == head.size()) break;
    if (head[end] != '\r' || head[end + 1] != '\n') return {line, std::nullopt, bad_line};
    const std::string_view text = head.substr(line, end - line);
    if (line != 0 && text.empty()) return {line, end + 2, std::nullopt};
    if (line != 0 && is_blank(text.front())) return {line, std::nullopt, folded_line};
    if (std::any_of(text.begin(), text.end(), is_control)) {
      return {line, std::nullopt, control_character};
    }
    line = end + 2;
  }
  if (arrived.size() >= max_head_bytes) return {line, std::nullopt, head_too_long};
  return {line, std::nullopt, std::nullopt};
}

std::optional<Refusal> check_head(const Request& request, std::string_view target) {
  const bool plain = std::all_of(target.begin(), target.end(), [](char character) {
    return character > 0x20 && character < 0x7F;
  });
  if (!plain) return Refusal{400, "the target has characters that are not visible ASCII"};
  if (auto refusal = check_framing(request)) return refusal;
  return check_host(request);
}

}  // namespace pancake
