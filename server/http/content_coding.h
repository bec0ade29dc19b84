#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// How the body of an answer is written.
enum class ContentCoding { identity, gzip, br };

/// "gzip", "br"; "identity" is never sent.
[[nodiscard]] std::string_view to_text(ContentCoding coding) noexcept;

/// The coding that an `Accept-Encoding` header likes best among those that are there (RFC 9110,
/// 12.5.3); at a tie the smaller one. Without the header, and when nothing suits, identity.
[[nodiscard]] ContentCoding chosen_coding(const std::optional<std::string>& accept_encoding,
                                          bool has_gzip, bool has_br);

}  // namespace pancake
