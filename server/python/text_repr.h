#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// UTF-8 text as Python 3.11's repr() shows it: quoted, with escapes for what cannot be
/// printed (tests/golden/data/vectors_repr.json). flask-pancake's commands show object ids so.
[[nodiscard]] std::string text_repr(std::string_view text);

}  // namespace pancake
