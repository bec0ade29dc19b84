#include "http/error_word.h"

#include <algorithm>
#include <array>

namespace pancake {
namespace {

constexpr std::array words{
    ErrorWord{ErrorCode::usage, "bad_request", 400},
    ErrorWord{ErrorCode::bad_definitions, "bad_definitions", 400},
    ErrorWord{ErrorCode::bad_name, "bad_name", 400},
    ErrorWord{ErrorCode::bad_value, "bad_value", 400},
    ErrorWord{ErrorCode::unauthorized, "unauthorized", 401},
    ErrorWord{ErrorCode::forbidden, "forbidden", 403},
    ErrorWord{ErrorCode::unknown_feature, "unknown_feature", 404},
    ErrorWord{ErrorCode::unknown_group, "unknown_group", 404},
    ErrorWord{ErrorCode::unknown_extension, "unknown_extension", 404},
    ErrorWord{ErrorCode::conflict, "conflict", 409},
    ErrorWord{ErrorCode::store_refused, "store_refused", 409},
    ErrorWord{ErrorCode::damaged, "damaged", 500},
    ErrorWord{ErrorCode::io, "internal", 500},
    ErrorWord{ErrorCode::store_unreachable, "store_unreachable", 503},
    ErrorWord{ErrorCode::not_ready, "not_ready", 503},
};

}  // namespace

ErrorWord error_word(ErrorCode error) noexcept {
  const auto* const found = std::ranges::find(words, error, &ErrorWord::error);
  return found == words.end() ? ErrorWord{error, "internal", 500} : *found;
}

std::optional<ErrorCode> error_of_word(std::string_view code) noexcept {
  const auto* const found = std::ranges::find(words, code, &ErrorWord::code);
  if (found == words.end()) return std::nullopt;
  return found->error;
}

}  // namespace pancake
