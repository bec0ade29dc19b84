#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/settings.h"

namespace pancake {

/// Sets the member of `options` that the setting stands for, but for files of secrets, which are
/// read elsewhere. Gives the sentence that says what is wrong with the texts; then nothing is
/// set. `texts`: one, but for lists.
[[nodiscard]] std::optional<std::string> set_value(const ServeSetting& setting,
                                                   const std::vector<std::string>& texts,
                                                   ServeOptions& options);

/// What the member holds, as it could be given; several for a list, none if nothing is set.
/// Nothing of what a file of secrets held.
[[nodiscard]] std::vector<std::string> value_of(const ServeSetting& setting,
                                                const ServeOptions& options);

/// Sets the member to what it is in `from`.
void copy_value(const ServeSetting& setting, const ServeOptions& from, ServeOptions& to);

/// The default as it stands in the help; empty if nothing is the default.
[[nodiscard]] std::string default_of(const ServeSetting& setting);

}  // namespace pancake
