#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"

namespace pancake {

/// A JSON value that knows the line on which it stands (for a member: the line of its key).
struct LocatedJson {
  enum class Kind : std::uint8_t { scalar, object, array };
  Kind kind = Kind::scalar;
  std::size_t line = 1;
  std::string key;               ///< of a member of an object
  nlohmann::ordered_json value;  ///< of a scalar: null, a truth value, a number or a text
  std::vector<LocatedJson> children;

  /// The member of this key, or null.
  [[nodiscard]] const LocatedJson* find(std::string_view member) const;
  /// "true", "12.5", "'text'", "an object", "a list", "null": for messages.
  [[nodiscard]] std::string shown() const;
};

/// Reads JSON text (UTF-8, a byte order mark is tolerated). Errors are `bad_definitions`:
/// "FILE:LINE:COLUMN: …" for what is no JSON, "FILE:LINE: …" for a key that stands twice in one
/// object and for more than 32 levels.
[[nodiscard]] Result<LocatedJson> parse_located_json(std::string_view text,
                                                     const std::string& file_name);

}  // namespace pancake
