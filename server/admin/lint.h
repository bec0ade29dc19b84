#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// One thing that lint has to say about a definitions file.
struct Finding {
  enum class Severity : std::uint8_t { warning, error };
  Severity severity = Severity::warning;
  std::size_t line = 0;  ///< 0: the whole file
  std::string field;     ///< "extensions.pancake.flags.BETA"
  std::string message;
};

/// What is wrong with the text of a definitions file (definitions_errors); where nothing is, what
/// will surprise somebody: names outside A-Z a-z 0-9 . _ -, names that differ
/// only in case and so share their state, Redis keys that cannot be told apart, groups without a
/// source, cookies that browsers drop. In the order of lines.
[[nodiscard]] std::vector<Finding> lint(std::string_view text, const std::string& file_name);

/// [{"severity":"warning","file":"pancake.json","line":7,"field":…,"message":…}]
[[nodiscard]] nlohmann::ordered_json findings_json(const std::vector<Finding>& findings,
                                                   const std::string& file_name);

}  // namespace pancake
