#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/request.h"

namespace pancake {

/// Why a request is not answered but refused. The connection is closed after a refusal: where
/// the next request would begin cannot be trusted.
struct Refusal {
  unsigned status = 400;
  std::string_view message;
};

/// How many bytes the body of a request may have, whose head is read.
[[nodiscard]] std::size_t body_limit(const Request& request);

inline constexpr std::string_view body_too_large =
    "the body of a request may have 65,536 bytes, and of one to the admin API 1,048,576";

/// How much of a request's head has arrived.
struct HeadScan {
  std::size_t next_line = 0;        ///< where the first line begins that is not complete
  std::optional<std::size_t> size;  ///< of the head with its empty line, once it is complete
  std::optional<Refusal> refusal;
};

/// Reads a head line by line as it arrives, before any parser sees it, and refuses at the first
/// line that RFC 9112 forbids: Beast before 1.92 reads several forms that other servers read
/// otherwise, which is how requests are smuggled past a proxy. `line` is the `next_line` of the
/// scan before, when less had arrived, or 0.
///
///   lines         end with CRLF, no CR or LF elsewhere; none continues the one before (obs-fold)
///   request line  METHOD one blank TARGET one blank HTTP/1.0 or HTTP/1.1
///   METHOD        a token
///   TARGET        a path with an optional query; http:// or https:// with an authority and that;
///                 * for OPTIONS; a host and port for CONNECT, which is not spoken here
///   fields        a token, a colon at once, a value without control characters
///   limits        http/limits.h
[[nodiscard]] HeadScan scan_head(std::string_view arrived, std::size_t line);

/// One line `name: value` without its CRLF, of a head or a trailer.
[[nodiscard]] std::optional<Refusal> check_field_line(std::string_view line);

/// Whether a parsed head leaves no doubt about where its body ends and whom it is for.
///
///   framing  nothing, or one Content-Length of digits, or one Transfer-Encoding `chunked`
///   Host     exactly one (HTTP/1.0: at most one), a host and perhaps a port, the same as in TARGET
///   Expect   `100-continue` or nothing
[[nodiscard]] std::optional<Refusal> check_head(const Request& request, std::string_view target);

/// The authority of a target in absolute-form ("http://a:80/x": "a:80"); no value for other forms.
[[nodiscard]] std::optional<std::string_view> authority_of(std::string_view target);

}  // namespace pancake
