#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "definitions/definitions.h"

namespace pancake {

/// Reads a definitions file (`pancake.json`, described by pancake.schema.json beside this).
/// Errors: `io` if it cannot be read, otherwise those of parse_definitions.
[[nodiscard]] Result<Definitions> read_definitions_file(const std::string& path);

/// Reads the text of a definitions file: UTF-8 JSON, a byte order mark is tolerated. Everything
/// is checked, and the first thing that does not hold together is the error `bad_definitions`,
/// with the file's name, the line and the field:
///
///   pancake.json:7: extensions.pancake.samples.MY_ODDS.default: 142 is outside 0 to 100
[[nodiscard]] Result<Definitions> parse_definitions(std::string_view text,
                                                    const std::string& file_name);

/// Everything in such a text that does not hold together, at most a hundred things, in the order
/// of the file; what is no JSON alone. Empty for what parse_definitions takes.
[[nodiscard]] std::vector<Error> definitions_errors(std::string_view text,
                                                    const std::string& file_name);

}  // namespace pancake
