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

/// How much of a request's head has arrived.
struct HeadScan {
  std::size_t next_line = 0;        ///< where the first line begins that is not complete
  std::optional<std::size_t> size;  ///< of the head with its empty line, once it is complete
  std::optional<Refusal> refusal;
};

/// Looks for the end of a head. Refuses lines that do not end with CRLF, continued lines
/// (obs-fold), control characters, and more than 16 KiB. `line` is the `next_line` of the scan
/// before, when less had arrived, or 0.
[[nodiscard]] HeadScan scan_head(std::string_view arrived, std::size_t line);

/// Whether the head leaves no doubt about where its body ends and whom it is for: Beast before
/// 1.92 reads several forms that other servers read otherwise, which is how requests are
/// smuggled past a proxy.
///
///   framing  nothing, or one Content-Length of digits, or one Transfer-Encoding `chunked`
///   Host     exactly one (HTTP/1.0: at most one), without blanks or commas
///   target   visible ASCII
[[nodiscard]] std::optional<Refusal> check_head(const Request& request, std::string_view target);

}  // namespace pancake
