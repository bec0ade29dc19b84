#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// Bytes as base64url without `=`.
[[nodiscard]] std::string to_base64url(std::string_view bytes);

/// The bytes of a base64url text without `=`. No value unless it is the one spelling that
/// to_base64url gives (RFC 7515 wants no other).
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// The bytes of a base64 text, as forgiving as Python 3.11's urlsafe_b64decode behind
/// itsdangerous 2.1: both alphabets, characters of neither are skipped, unused low bits are
/// ignored, missing `=` are added, and what follows complete padding is not read. No value if
/// the characters do not add up to whole bytes.
///
/// So one byte string has many spellings: never take the text for an identity.
[[nodiscard]] std::optional<std::string> from_lenient_base64(std::string_view text);

}  // namespace pancake
