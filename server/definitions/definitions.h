#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"
#include "pancake/feature.h"

namespace pancake {

/// Where the server finds a visitor's id for one group, or the visitor's own id.
struct IdSource {
  enum class Kind : std::uint8_t {
    none,    ///< nowhere: the group exists, but the server cannot tell (only SDKs can)
    header,  ///< a request header; `name` is its name
    cookie,  ///< a request cookie
    query,   ///< a query parameter
    claim,   ///< a claim of a verified JWT
    client,  ///< what the SDK sends (`Pancake-Ids`): proof of nothing
  };
  Kind kind = Kind::none;
  std::string name;
};

/// A group of an extension. Groups are asked in the order of their definition.
struct GroupDefinition {
  std::string id;
  IdSource from;
  /// The object ids that an overview lists. No value: a plain group without candidates.
  std::optional<std::vector<std::string>> candidates;
};

enum class CookieFormat : std::uint8_t { visitor, flask_pancake };

/// Attributes of the sample cookie. Absent means: the format's default (design, "Settled
/// details" 5).
struct CookieOptions {
  std::optional<bool> http_only;
  std::optional<bool> secure;
  std::optional<std::string> same_site;  ///< "Strict", "Lax" or "None"
  std::optional<std::string> domain;
  std::optional<std::string> path;
  std::optional<std::int64_t> max_age;  ///< seconds
  std::optional<bool> partitioned;
  bool given = false;  ///< whether the file has an options object with at least one member
};

struct CookieDefinition {
  std::string name;  ///< the extension's name unless given
  CookieFormat format = CookieFormat::visitor;
  CookieOptions options;
};

/// A default as it was written: its meaning and its text, since 42 and 42.0 are shown apart.
struct FeatureDefault {
  double number = 0;  ///< switches and flags: 0 or 1; samples: the ratio, 0 to 100
  std::string text;   ///< JSON text: "true", "false", "42", "42.0"

  bool operator==(const FeatureDefault&) const = default;
};

/// A feature's name, kind, default, description, and whether clients may see it.
struct FeatureDefinition {
  FeatureKind kind = FeatureKind::switch_;
  std::string name;
  std::optional<FeatureDefault> fallback;  ///< no value: discovered in the store, default null
  std::string description;
  bool client = false;

  bool operator==(const FeatureDefinition&) const = default;
};

/// Everything that the definitions file says of one extension.
struct ExtensionDefinition {
  std::string name;
  std::vector<GroupDefinition> groups;
  IdSource visitor{IdSource::Kind::none, {}};  ///< none: our own visitor cookie
  CookieDefinition cookie;
  /// In the order of the file; switches, flags and samples mixed, told apart by `kind`.
  std::vector<FeatureDefinition> features;

  /// Index of a group, or no value.
  [[nodiscard]] std::optional<std::size_t> group_index(std::string_view id) const;
};

struct Definitions {
  /// In the order of the file; at least one.
  std::vector<ExtensionDefinition> extensions;

  [[nodiscard]] const ExtensionDefinition* find(std::string_view extension) const;
};

/// An extension of this name with nothing in it: no groups, visitor cookie named after it.
[[nodiscard]] ExtensionDefinition empty_extension(std::string name);

/// Whether a text may be the name of a feature that is being defined, an extension or a group:
/// UTF-8, 1 to 128 bytes, no control characters. The error says which rule is broken;
/// `what` is the noun that it begins with ("Flag", "extension").
[[nodiscard]] Result<void> check_name(std::string_view what, std::string_view name);

}  // namespace pancake
