#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// zlib's form of `bytes` at its default level, the same bytes as Python's zlib.compress.
[[nodiscard]] std::string deflate(std::string_view bytes);

/// What a complete zlib stream holds; bytes behind the stream are ignored. No value if it is
/// damaged, cut, or holds more than `limit` bytes; never unpacks more than that.
[[nodiscard]] std::optional<std::string> inflate_at_most(std::string_view packed,
                                                         std::size_t limit);

}  // namespace pancake
