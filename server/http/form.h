#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/percent_decoding.h"

namespace pancake {

/// Appends text so that it is one segment of a path or one value of a query: everything but
/// letters, digits and `-._~` becomes %XX.
void append_percent_encoded(std::string& out, std::string_view text);
/// The same as a text of its own.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// The value of the first member of this name in `a=1&b=2` (application/x-www-form-urlencoded:
/// `+` is a blank, %XX a byte). No value if there is none. A member whose name or value is
/// encoded wrongly is passed over.
[[nodiscard]] std::optional<std::string> find_form_value(std::string_view form,
                                                         std::string_view name);

}  // namespace pancake
