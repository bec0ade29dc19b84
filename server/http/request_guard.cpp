#include "http/request_guard.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>

#include "http/grammar.h"
#include "http/limits.h"

namespace pancake {
namespace {

using boost::beast::iequals;

constexpr Refusal bad_line{400, "a line of the head does not end with CRLF"};
constexpr Refusal folded_line{400, "header fields must not be folded"};
constexpr Refusal bad_request_line{400, "the first line is not METHOD TARGET HTTP/1.1"};
constexpr Refusal long_method{501, "this method is not known here"};
constexpr Refusal long_target{414, "the target of a request may have 8,000 bytes"};
constexpr Refusal head_too_long{431, "the head of a request may have 16,384 bytes"};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 19 &&
         std::all_of(text.begin(), text.end(),
                     [](char character) { return character >= '0' && character <= '9'; });
}

/// The rest of a target in absolute-form behind its scheme; no value for other forms.
std::optional<std::string_view> behind_scheme(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (iequals(target.substr(0, scheme.size()), scheme)) return target.substr(scheme.size());
  }
  return std::nullopt;
}

std::optional<Refusal> check_target(std::string_view method, std::string_view target) {
  if (method == "CONNECT") {
    const bool named = is_host_and_port(target) && target.find(':') != std::string_view::npos;
    if (named) return Refusal{501, "this server is no proxy"};
    return Refusal{400, "the target of CONNECT is not HOST:PORT"};
  }
  if (target == "*" && method == "OPTIONS") return std::nullopt;
  std::string_view path = target;
  if (const auto rest = behind_scheme(target)) {
    const std::string_view authority = *authority_of(target);
    if (!is_host_and_port(authority)) return Refusal{400, "the target's host is not a host"};
    path = rest->substr(authority.size());
    if (path.empty() || path == "?") return std::nullopt;
    if (path.front() == '?') {  // http://host?query has an empty path
      const std::string with_path = "/" + std::string(path);
      if (is_path_and_query(with_path)) return std::nullopt;
    }
  }
  if (is_path_and_query(path)) return std::nullopt;
  return Refusal{400, "the target is not a path of visible ASCII as RFC 3986 writes it"};
}

std::optional<Refusal> check_version(std::string_view version) {
  const bool is_version = version.size() == 8 && version.starts_with("HTTP/") &&
                          is_number(version.substr(5, 1)) && version[6] == '.' &&
                          is_number(version.substr(7, 1));
  if (!is_version) return bad_request_line;
  if (version.substr(5) == "1.1" || version.substr(5) == "1.0") return std::nullopt;
  return Refusal{505, "only HTTP/1.1 is spoken here"};
}

std::optional<Refusal> check_request_line(std::string_view line) {
  const std::size_t method_size = line.find(' ');
  if (method_size == std::string_view::npos) return bad_request_line;
  const std::string_view method = line.substr(0, method_size);
  if (!is_token(method)) return bad_request_line;
  if (method.size() > max_method_bytes) return long_method;
  const std::string_view rest = line.substr(method_size + 1);
  const std::size_t target_size = rest.find(' ');
  if (std::min(target_size, rest.size()) > max_target_bytes) return long_target;
  if (target_size == std::string_view::npos) return bad_request_line;
  if (auto refusal = check_version(rest.substr(target_size + 1))) return refusal;
  return check_target(method, rest.substr(0, target_size));
}

/// What can be said of a request line before its end has arrived, so that nobody has to wait
/// for the end of what is no request (a TLS greeting, say).
std::optional<Refusal> check_partial_request_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t method_size = std::min(line.find(' '), line.size());
  const std::string_view method = line.substr(0, method_size);
  if (!line.empty() && !is_token(method)) return bad_request_line;
  if (method.size() > max_method_bytes) return long_method;
  const std::string_view rest = line.substr(std::min(method_size + 1, line.size()));
  if (std::min(rest.find(' '), rest.size()) > max_target_bytes) return long_target;
  return std::nullopt;
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
  if (iequals(coding, "chunked")) return std::nullopt;
  if (is_token(coding)) return Refusal{501, "this transfer coding is not understood"};
  return Refusal{400, "Transfer-Encoding is not exactly `chunked`"};
}

std::optional<Refusal> check_host(const Request& request, std::string_view target) {
  const std::size_t hosts = request.count("Host");
  if (hosts > 1) return Refusal{400, "more than one Host"};
  if (hosts == 0) {
    return request.version >= 11 ? std::optional(Refusal{400, "no Host"}) : std::nullopt;
  }
  const std::string_view host = *request.field("Host");
  if (!is_host_and_port(host)) return Refusal{400, "Host is not a host and a port"};
  const auto authority = authority_of(target);
  if (authority && !iequals(*authority, host)) {
    return Refusal{400, "Host is another than in the target"};
  }
  return std::nullopt;
}

std::optional<Refusal> check_expectation(const Request& request) {
  const std::size_t expectations = request.count("Expect");
  if (expectations == 0) return std::nullopt;
  if (expectations == 1 && iequals(*request.field("Expect"), "100-continue")) return std::nullopt;
  return Refusal{417, "this expectation cannot be met"};
}

/// The first CR or LF from here on: two quick searches, where find_first_of() looks at each byte.
std::size_t line_end(std::string_view head, std::size_t from) {
  const std::size_t carriage_return = head.find('\r', from);
  return std::min(carriage_return, head.substr(0, carriage_return).find('\n', from));
}

}  // namespace

std::optional<std::string_view> authority_of(std::string_view target) {
  const auto rest = behind_scheme(target);
  if (!rest) return std::nullopt;
  return rest->substr(0, rest->find_first_of("/?"));
}

std::optional<Refusal> check_field_line(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) return folded_line;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return Refusal{400, "a header field is not a name, a colon and a value"};
  }
  if (!is_field_value(line.substr(colon + 1))) {
    return Refusal{400, "a control character in the head"};
  }
  return std::nullopt;
}

HeadScan scan_head(std::string_view arrived, std::size_t line) {
  const std::string_view head = arrived.substr(0, max_head_bytes);
  while (true) {
    const std::size_t end = line_end(head, line);
    if (end == std::string_view::npos || end + 1 == head.size()) {
      if (end != std::string_view::npos && head[end] == '\n') return {line, std::nullopt, bad_line};
      break;
    }
    if (head[end] != '\r' || head[end + 1] != '\n') return {line, std::nullopt, bad_line};
    const std::string_view text = head.substr(line, end - line);
    if (line != 0 && text.empty()) return {line, end + 2, std::nullopt};
    auto refusal = line == 0 ? check_request_line(text) : check_field_line(text);
    if (refusal) return {line, std::nullopt, refusal};
    line = end + 2;
  }
  if (line == 0) {
    if (auto refusal = check_partial_request_line(head)) return {line, std::nullopt, refusal};
  }
  if (arrived.size() >= max_head_bytes) return {line, std::nullopt, head_too_long};
  return {line, std::nullopt, std::nullopt};
}

std::optional<Refusal> check_head(const Request& request, std::string_view target) {
  if (request.fields.size() > max_fields) {
    return Refusal{431, "the head of a request may have 100 fields"};
  }
  if (auto refusal = check_framing(request)) return refusal;
  if (auto refusal = check_host(request, target)) return refusal;
  return check_expectation(request);
}

std::size_t body_limit(const Request& request) {
  // Behind whatever prefix the routes have.
  const bool is_api = request.path.find("/api/v1/") != std::string_view::npos;
  return is_api ? max_document_bytes : max_body_bytes;
}

}  // namespace pancake
