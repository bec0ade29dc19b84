#pragma once

#include <optional>
#include <string>
#include <vector>

#include "error.h"

namespace pancake {

/// The tokens or keys of a file: one a line, blanks around them and lines that begin with `#`
/// ignored. Error io; also if there is none in it, since a forgotten key must not pass for
/// "no key needed".
[[nodiscard]] Result<std::vector<std::string>> read_token_file(const std::string& path);

/// The secrets of a file: one a line, every byte of it counts, empty lines ignored. Error io;
/// also if there is none in it.
[[nodiscard]] Result<std::vector<std::string>> read_secret_file(const std::string& path);

/// A sentence on a file of secrets that other users of this machine can read; no value if only
/// its owner and group can.
[[nodiscard]] std::optional<std::string> doubt_of_secret_file(const std::string& path);

}  // namespace pancake
