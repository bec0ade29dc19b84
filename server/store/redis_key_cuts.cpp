#include "store/redis_key_cuts.h"

#include "python/upper_case.h"
#include "python/utf8.h"

namespace pancake {

namespace {

bool is_name(std::string_view text) { return upper_case(text) == text; }

}  // namespace

/// Calls `found(name, rest)` for each of `names` that begins `text` with a colon behind it.
template <typename Found>
void RedisKeyCuts::each_cut(std::string_view text, const Names& names, Found found) {
  for (auto colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const auto name = names.find(text.substr(0, colon));
    if (name != names.end()) found(std::string_view(*name), text.substr(colon + 1));
  }
}

RedisKeyCuts::RedisKeyCuts(const ExtensionDefinition& extension,
                           const std::vector<FeatureDefinition>& stored) {
  for (const auto& group : extension.groups) groups_.insert(group.id);
  for (const auto* features : {&extension.features, &stored}) {
    for (const auto& feature : *features) {
      if (feature.kind == FeatureKind::flag) defined_.insert(upper_case(feature.name));
    }
  }
}

std::vector<std::string_view> RedisKeyCuts::shown_by_tracking_set(std::string_view rest) const {
  std::vector<std::string_view> flags;
  each_cut(rest, groups_, [&flags](std::string_view, std::string_view name) {
    if (is_name(name)) flags.push_back(name);
  });
  return flags;
}

RedisKeyCuts::Cuts RedisKeyCuts::of(std::string_view rest, bool& unreadable) const {
  auto cuts = cuts_into(rest, defined_);
  if (cuts.empty()) cuts = cuts_into(rest, known_);
  if (cuts.empty()) cuts = cut_at_first_colons(rest, unreadable);
  return cuts;
}

RedisKeyCuts::Cuts RedisKeyCuts::cuts_into(std::string_view rest, const Names& flags) const {
  Cuts cuts;
  each_cut(rest, groups_, [&](std::string_view group, std::string_view behind) {
    each_cut(behind, flags, [&](std::string_view flag, std::string_view object_id) {
      cuts.push_back({group, flag, object_id});
    });
  });
  return cuts;
}

RedisKeyCuts::Cuts RedisKeyCuts::cut_at_first_colons(std::string_view rest,
                                                     bool& unreadable) const {
  // A defined group may have a colon itself: the longest that fits is the best guess.
  std::string_view group = rest.substr(0, rest.find(':'));
  each_cut(rest, groups_, [&group](std::string_view found, std::string_view) { group = found; });
  if (group.size() == rest.size()) return {};
  const auto behind = rest.substr(group.size() + 1);
  const auto colon = behind.find(':');
  if (colon == std::string_view::npos) return {};
  const auto flag = behind.substr(0, colon);
  if (!is_utf8(group) || !is_utf8(flag)) {
    unreadable = true;
    return {};
  }
  if (!is_name(flag)) return {};
  return {Cut{group, flag, behind.substr(colon + 1)}};
}

}  // namespace pancake
