#pragma once

#include <optional>
#include <string_view>

namespace pancake {

/// A number that somebody typed, as Python's float() reads text: like `parse_float`, and digits
/// and blanks of every script count too ("٤٢" is 42). flask-pancake 0.5.2 reads
/// `samples set` so (tests/golden/data/vectors_float.json, `parse_cli`), while what a store
/// holds are bytes, for which Python and `parse_float` know ASCII only.
/// No value if Python would refuse it. The range is the caller's business.
[[nodiscard]] std::optional<double> parse_typed_float(std::string_view text);

}  // namespace pancake
