#pragma once

#include <string_view>

namespace pancake {

// The parts that HTTP requests are made of, exactly as RFC 9110, RFC 9112 and RFC 3986 write
// them down. All of them look at bytes: no locale, no allocation.

/// One or more of the characters that methods and field names may have (RFC 9110, 5.6.2).
[[nodiscard]] bool is_token(std::string_view text) noexcept;

/// Whether a field's value has no control character but tabs (RFC 9110, 5.5). Bytes from 0x80
/// on are allowed there: they are opaque.
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;

/// `absolute-path [ "?" query ]` (RFC 9112, 3.2.1): begins with a slash, every % is followed by two
/// hexadecimal digits, no fragment.
[[nodiscard]] bool is_path_and_query(std::string_view text) noexcept;

/// A host that is not empty with an optional port (RFC 9110, 7.2): a name, an IPv4 address or a
/// bracketed IP literal; no user, no comma, a port of at most 65535.
[[nodiscard]] bool is_host_and_port(std::string_view text);

/// What may stand behind the size of a chunk: nothing or `;name`, `;name=value`, … (RFC
/// 9112, 7.1.1).
[[nodiscard]] bool is_chunk_extension(std::string_view text) noexcept;

}  // namespace pancake
