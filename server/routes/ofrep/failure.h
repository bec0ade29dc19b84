#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/response.h"

namespace pancake::ofrep {

/// Why a flag cannot be evaluated, in the words of OpenFeature's error codes.
enum class FailureCode : std::uint8_t {
  flag_not_found,         ///< 404: no such key for this caller
  parse_error,            ///< 400: the body is not what the protocol asks for
  targeting_key_missing,  ///< 400: a sample needs a visitor to draw for
  invalid_context,        ///< 400: the context has something that cannot be used
  too_many_requests,      ///< 429: GENERAL, with Retry-After
  not_ready,              ///< 500: GENERAL, the store was not heard of since the start
};

struct Failure {
  FailureCode code;
  std::string details;  ///< one sentence for people
};

/// `FLAG_NOT_FOUND`, `PARSE_ERROR`, `TARGETING_KEY_MISSING`, `INVALID_CONTEXT` or `GENERAL`.
[[nodiscard]] std::string_view error_code(FailureCode code) noexcept;

/// Appends `{"key":…,"errorCode":…,"errorDetails":…}`; without a key for a bulk request.
void append_failure(std::string& out, std::optional<std::string_view> key, const Failure& failure);

/// The whole answer. A bulk request has no key, and none of its flags is answered.
[[nodiscard]] Response failure_response(std::optional<std::string_view> key,
                                        const Failure& failure);

}  // namespace pancake::ofrep
