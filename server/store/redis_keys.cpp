#include "store/redis_keys.h"

#include "python/upper_case.h"

namespace pancake {

namespace {

std::string_view word(FeatureKind kind) {
  switch (kind) {
    case FeatureKind::switch_: return "SWITCH";
    case FeatureKind::flag: return "FLAG";
    case FeatureKind::sample: return "SAMPLE";
  }
  return "";
}

/// The texts with a colon between each two.
template <typename... Rest>
std::string with_colons(std::string_view first, const Rest&... rest) {
  std::string key(first);
  ((key += ':', key += rest), ...);
  return key;
}

/// Takes `prefix` off the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::string redis_key(FeatureKind kind, std::string_view extension, std::string_view name) {
  return with_colons(word(kind), extension, upper_case(name));
}

std::string override_key(std::string_view extension, std::string_view group, std::string_view flag,
                         std::string_view object_id) {
  return with_colons("FLAG", extension, "k", group, upper_case(flag), object_id);
}

std::string tracking_key(std::string_view extension, std::string_view group,
                         std::string_view flag) {
  return with_colons("FLAG", extension, "t", group, upper_case(flag));
}

std::string definitions_key(std::string_view extension) {
  return with_colons("PANCAKE", "DEFINITIONS", extension);
}

std::string log_key(std::string_view extension) { return with_colons("PANCAKE", "LOG", extension); }

std::string accepted_key(std::string_view extension) {
  return with_colons("PANCAKE", "ACCEPTED", extension);
}

std::string key_prefix(FeatureKind kind, std::string_view extension) {
  return with_colons(word(kind), extension, "");
}

std::string scan_pattern(std::string_view extension) {
  std::string pattern = "[FS]*:";  // one pass over all keys for the three kinds
  for (const char c : extension) {
    if (std::string_view("*?[]^\\-").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern + ":*";
}

std::optional<KeyParts> key_parts(std::string_view key, std::string_view extension) {
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    auto rest = key;
    if (!take(rest, word(kind)) || !take(rest, ":") || !take(rest, extension) || !take(rest, ":")) {
      continue;
    }
    if (kind == FeatureKind::flag && take(rest, "k:")) {
      return KeyParts{KeyParts::Role::override, kind, rest};
    }
    if (kind == FeatureKind::flag && take(rest, "t:")) {
      return KeyParts{KeyParts::Role::tracking, kind, rest};
    }
    return KeyParts{KeyParts::Role::state, kind, rest};
  }
  return std::nullopt;
}

}  // namespace pancake
