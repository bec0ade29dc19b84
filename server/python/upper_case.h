#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// UTF-8 text as Python 3.11's str.upper() makes it (Unicode 14.0.0, full mapping: one
/// character may become three). flask-pancake builds its keys so. Bytes that are not UTF-8
/// are kept as they are.
[[nodiscard]] std::string upper_case(std::string_view text);

}  // namespace pancake
