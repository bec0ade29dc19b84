#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace pancake {

/// How an extension lies in Redis. The first five are flask-pancake 0.5.2's, to the byte; only
/// the name is upper-cased, and nothing is escaped:
///
///   SWITCH:<extension>:<NAME>                   string "0" or "1"
///   FLAG:<extension>:<NAME>                     string "0" or "1"
///   SAMPLE:<extension>:<NAME>                   string, the ratio: "42.0"
///   FLAG:<extension>:k:<group>:<NAME>:<id>      string "0" or "1": an override
///   FLAG:<extension>:t:<group>:<NAME>           set of the group's override keys of that flag
///   PANCAKE:DEFINITIONS:<extension>             hash, `flag:<name>` -> redis_definitions.h
///   PANCAKE:LOG:<extension>                     stream of changes
///   PANCAKE:ACCEPTED:<extension>                string, Redis' clock when an operator last
///                                               accepted what is stored
///
/// The marks k and t are lower case, so no name can take their place.
///
/// `redis_key` (store.h) builds the first three.
[[nodiscard]] std::string override_key(std::string_view extension, std::string_view group,
                                       std::string_view flag, std::string_view object_id);
[[nodiscard]] std::string tracking_key(std::string_view extension, std::string_view group,
                                       std::string_view flag);
[[nodiscard]] std::string definitions_key(std::string_view extension);
[[nodiscard]] std::string log_key(std::string_view extension);
[[nodiscard]] std::string accepted_key(std::string_view extension);

/// What all keys of this kind begin with: `FLAG:<extension>:`.
[[nodiscard]] std::string key_prefix(FeatureKind kind, std::string_view extension);

/// A pattern for SCAN that matches all keys of the extension's features (and some others). What
/// a pattern would take for its own in the extension's name is escaped.
[[nodiscard]] std::string scan_pattern(std::string_view extension);

/// A key taken apart as far as it can be without knowing groups and flags.
struct KeyParts {
  enum class Role : std::uint8_t { state, override, tracking };
  Role role = Role::state;
  FeatureKind kind = FeatureKind::switch_;
  /// state: the NAME; override: `<group>:<NAME>:<id>`; tracking: `<group>:<NAME>`. Borrowed.
  std::string_view rest;
};

/// No value for a key that is not this extension's.
[[nodiscard]] std::optional<KeyParts> key_parts(std::string_view key, std::string_view extension);

}  // namespace pancake
