#include "sync/override_meaning.h"

#include <algorithm>
#include <map>

#include "python/upper_case.h"
#include "sync/stored_value.h"

namespace pancake {

OverrideMeaning::OverrideMeaning(const FeatureTable& table) : table_(table) {
  for (std::uint32_t flag = 0; flag < table.flags.size(); ++flag) {
    flags_[upper_case(table.flags[flag].definition.name)].push_back(flag);
  }
}

std::optional<std::uint32_t> OverrideMeaning::group(std::string_view id) const {
  const auto found = std::ranges::find(table_.groups, id, &GroupDefinition::id);
  if (found == table_.groups.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - table_.groups.begin());
}

const std::vector<std::uint32_t>& OverrideMeaning::flags(std::string_view key) const {
  static const std::vector<std::uint32_t> none;
  const auto found = flags_.find(key);
  return found == flags_.end() ? none : found->second;
}

std::optional<bool> OverrideMeaning::on_or_off(std::string_view object_id,
                                               const StoredValue& value) {
  if (object_id.size() > max_object_id_bytes) return std::nullopt;
  const auto reading = read_value(FeatureKind::flag, value);
  if (!reading.value) return std::nullopt;
  return *reading.value != 0;
}

std::vector<std::string> OverrideMeaning::problems(const StoredOverrides& overrides) const {
  std::map<std::string, std::size_t> unusable;  // problem -> how often
  for (const auto& chunk : overrides.chunks()) {
    const auto& digest = chunk->digest();
    const bool groups_known = std::ranges::all_of(
        digest.groups, [this](const std::string& id) { return group(id).has_value(); });
    if (digest.plain && groups_known) continue;
    for (const StoredOverride& stored : chunk->rows()) {
      if (!group(stored.group)) {
        ++unusable["group '" + stored.group + "' is not defined, but has overrides"];
      } else if (!on_or_off(stored.object_id, stored.value)) {
        for (const auto flag : flags(stored.flag)) ++unusable[problem_of(stored, flag)];
      }
    }
  }
  std::vector<std::string> problems;
  for (const auto& [problem, times] : unusable) {
    problems.push_back(problem + (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
  }
  return problems;
}

std::string OverrideMeaning::problem_of(const StoredOverride& stored, std::uint32_t flag) const {
  const auto place = std::string(to_text(FeatureKind::flag)) + " '" +
                     table_.flags[flag].definition.name + "', group '" + stored.group + "': ";
  if (stored.object_id.size() > max_object_id_bytes) {
    return place + "an override's id is over 1,024 bytes long";
  }
  const auto reading = read_value(FeatureKind::flag, stored.value);
  return place + "an override " + (stored.value.wrong_type ? "" : "of ") + *reading.problem;
}

}  // namespace pancake
