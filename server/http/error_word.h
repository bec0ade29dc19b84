#pragma once

#include <optional>
#include <string_view>

#include "error.h"

namespace pancake {

/// How an error of ours travels over HTTP.
struct ErrorWord {
  ErrorCode error;
  std::string_view code;  ///< the stable word in {"error":{"code":…}}
  unsigned status;
};

/// The word of every error; what only a command line can do wrong is `bad_request`.
[[nodiscard]] ErrorWord error_word(ErrorCode error) noexcept;

/// The error that a word stands for; no value for words that other layers of a server use.
[[nodiscard]] std::optional<ErrorCode> error_of_word(std::string_view code) noexcept;

}  // namespace pancake
