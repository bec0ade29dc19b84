#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pancake {

/// The three kinds of features, in the order in which a snapshot lists them.
enum class FeatureKind : std::uint8_t { switch_ = 0, flag = 1, sample = 2 };

/// What a definition says or a store holds of a switch or flag.
enum class Setting : std::uint8_t { unset = 0, off = 1, on = 2 };

/// Who may read a snapshot, and so what is in it.
enum class Scope : std::uint8_t { public_ = 0, personal = 1, full = 2 };

/// "switch", "flag" or "sample".
[[nodiscard]] constexpr std::string_view to_text(FeatureKind kind) noexcept {
  switch (kind) {
    case FeatureKind::switch_: return "switch";
    case FeatureKind::flag: return "flag";
    case FeatureKind::sample: return "sample";
  }
  return "";
}

/// "public", "personal" or "full".
[[nodiscard]] constexpr std::string_view to_text(Scope scope) noexcept {
  switch (scope) {
    case Scope::public_: return "public";
    case Scope::personal: return "personal";
    case Scope::full: return "full";
  }
  return "";
}

/// Longest object id in bytes. Ids are any bytes, an empty one is an id like any other.
inline constexpr std::size_t max_object_id_bytes = 1024;

/// Longest name of a definition, extension or group in bytes (UTF-8).
inline constexpr std::size_t max_name_bytes = 128;

}  // namespace pancake
