#include "store/redis_contents.h"

#include <set>

#include "python/upper_case.h"
#include "python/utf8.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

/// Names that are looked for at each colon of a key.
using Names = std::set<std::string, std::less<>>;

/// Calls `found(name, rest)` for each of `names` that begins `text` with a colon behind it.
template <typename Found>
bool each_cut(std::string_view text, const Names& names, Found found) {
  bool any = false;
  for (auto colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const auto name = names.find(text.substr(0, colon));
    if (name == names.end()) continue;
    found(std::string_view(*name), text.substr(colon + 1));
    any = true;
  }
  return any;
}

class StateReader {
 public:
  StateReader(const ExtensionDefinition& extension, const RedisContents& contents)
      : extension_(extension), contents_(contents) {
    for (const auto& group : extension.groups) groups_.insert(group.id);
    define(extension.features);
    define(contents.definitions);
  }

  StoredState run(std::uint64_t revision) {
    state_.revision = revision;
    state_.definitions = contents_.definitions;
    state_.problems = contents_.problems;
    // Flags that exist must all be known before the first override is taken apart.
    for (const auto& [key, value] : contents_.values) read_name(key, value);
    for (const auto& [key, value] : contents_.values) read_override(key, value);
    if (unreadable_ > 0) {
      state_.problems.push_back(std::to_string(unreadable_) +
                                " keys of this extension are not UTF-8 and are not used");
    }
    return std::move(state_);
  }

 private:
  void define(const std::vector<FeatureDefinition>& features) {
    for (const auto& feature : features) {
      if (feature.kind == FeatureKind::flag) defined_flags_.insert(upper_case(feature.name));
    }
  }

  [[nodiscard]] static bool is_name(std::string_view text) { return upper_case(text) == text; }

  void read_name(const std::string& key, const StoredValue& value) {
    const auto parts = key_parts(key, extension_.name);
    if (!parts || parts->role == KeyParts::Role::override) return;
    if (!is_utf8(parts->rest)) {
      ++unreadable_;
    } else if (parts->role == KeyParts::Role::tracking) {
      each_cut(parts->rest, groups_, [&](std::string_view, std::string_view name) {
        if (is_name(name)) known_flags_.emplace(name);
      });
    } else if (is_name(parts->rest)) {
      values(parts->kind)[std::string(parts->rest)] = value;
      if (parts->kind == FeatureKind::flag) known_flags_.emplace(parts->rest);
    }
  }

  std::map<std::string, StoredValue, std::less<>>& values(FeatureKind kind) {
    switch (kind) {
      case FeatureKind::switch_: return state_.switches;
      case FeatureKind::flag: return state_.flags;
      case FeatureKind::sample: return state_.samples;
    }
    return state_.switches;
  }

  void read_override(const std::string& key, const StoredValue& value) {
    const auto parts = key_parts(key, extension_.name);
    if (!parts || parts->role != KeyParts::Role::override) return;
    if (cut(parts->rest, defined_flags_, value) || cut(parts->rest, known_flags_, value)) return;
    cut_at_first_colons(parts->rest, value);
  }

  /// Every cut into a defined group and one of these flags.
  bool cut(std::string_view rest, const Names& flags, const StoredValue& value) {
    bool any = false;
    each_cut(rest, groups_, [&](std::string_view group, std::string_view behind) {
      any |= each_cut(behind, flags, [&](std::string_view flag, std::string_view object_id) {
        add(group, flag, object_id, value);
      });
    });
    return any;
  }

  void cut_at_first_colons(std::string_view rest, const StoredValue& value) {
    // A defined group may have a colon itself: the longest that fits is the best guess.
    std::string_view group = rest.substr(0, rest.find(':'));
    each_cut(rest, groups_, [&](std::string_view found, std::string_view) { group = found; });
    if (group.size() == rest.size()) return;
    const auto behind = rest.substr(group.size() + 1);
    const auto colon = behind.find(':');
    if (colon == std::string_view::npos) return;
    const auto flag = behind.substr(0, colon);
    if (!is_utf8(group) || !is_utf8(flag)) {
      ++unreadable_;
    } else if (is_name(flag)) {
      add(group, flag, behind.substr(colon + 1), value);
    }
  }

  void add(std::string_view group, std::string_view flag, std::string_view object_id,
           const StoredValue& value) {
    state_.overrides.push_back(
        {std::string(group), std::string(flag), std::string(object_id), value});
  }

  const ExtensionDefinition& extension_;
  const RedisContents& contents_;
  Names groups_;
  Names defined_flags_;  // upper-cased
  Names known_flags_;    // from keys
  StoredState state_;
  std::size_t unreadable_ = 0;
};

}  // namespace

StoredState state_of(const ExtensionDefinition& extension, const RedisContents& contents,
                     std::uint64_t revision) {
  return StateReader(extension, contents).run(revision);
}

}  // namespace pancake
