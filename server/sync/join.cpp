#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "python/upper_case.h"
#include "sync/feature_table.h"
#include "sync/stored_value.h"

namespace pancake {

namespace {

std::string label(FeatureKind kind, const std::string& name) {
  return std::string(to_text(kind)) + " '" + name + "'";
}

/// Joins one extension; the parts of the table are made one after the other.
class Join {
 public:
  Join(const ExtensionDefinition& extension, const StoredState& stored)
      : extension_(extension), stored_(stored) {
    table_.extension = extension.name;
    table_.revision = stored.revision;
    table_.groups = extension.groups;
    table_.problems = stored.problems;
  }

  FeatureTable run() {
    table_.switches = rows(FeatureKind::switch_, {});
    table_.flags = rows(FeatureKind::flag, overridden_flags());
    table_.samples = rows(FeatureKind::sample, {});
    join_overrides();
    return std::move(table_);
  }

 private:
  /// Flags that have nothing but overrides are features too.
  [[nodiscard]] std::set<std::string_view> overridden_flags() const {
    std::unordered_set<std::string_view> names;  // few, of many overrides
    for (const auto& override : stored_.overrides) names.insert(override.flag);
    return {names.begin(), names.end()};
  }

  /// File first, then what the store defines and the file does not, then what nobody defined.
  [[nodiscard]] std::vector<FeatureDefinition> definitions(
      FeatureKind kind, std::set<std::string_view> discovered) const {
    std::vector<FeatureDefinition> all;
    std::set<std::string_view> exact;
    std::set<std::string, std::less<>> keys;
    const auto add = [&](const FeatureDefinition& definition) {
      if (definition.kind != kind || !exact.insert(definition.name).second) return;
      all.push_back(definition);
      keys.insert(upper_case(definition.name));
    };
    for (const auto& definition : extension_.features) add(definition);
    for (const auto& definition : stored_.definitions) add(definition);

    for (const auto& [name, value] : stored_.of(kind)) discovered.insert(name);
    for (const auto name : discovered) {
      if (keys.contains(name)) continue;
      FeatureDefinition found;
      found.kind = kind;
      found.name = name;
      all.push_back(std::move(found));
    }
    return all;
  }

  std::vector<FeatureRow> rows(FeatureKind kind, std::set<std::string_view> discovered) {
    std::vector<FeatureRow> made;
    const auto& values = stored_.of(kind);
    for (auto& definition : definitions(kind, std::move(discovered))) {
      FeatureRow row;
      row.definition = std::move(definition);
      const auto found = values.find(upper_case(row.definition.name));
      if (found != values.end()) {
        auto reading = read_value(kind, found->second);
        row.state = reading.value;
        row.problem = std::move(reading.problem);
      }
      if (row.problem) {
        table_.problems.push_back(label(kind, row.definition.name) + ": " + *row.problem);
      }
      made.push_back(std::move(row));
    }
    return made;
  }

  void join_overrides() {
    std::unordered_multimap<std::string, std::size_t, Hash, std::equal_to<>> flags_of_key;
    for (std::size_t flag = 0; flag < table_.flags.size(); ++flag) {
      flags_of_key.emplace(upper_case(table_.flags[flag].definition.name), flag);
    }
    std::vector<Found> found;
    found.reserve(stored_.overrides.size());
    std::map<std::string, std::size_t> unusable;  // problem -> how often
    for (const auto& stored : stored_.overrides) {
      const auto group = extension_.group_index(stored.group);
      if (!group) {
        ++unusable["group '" + stored.group + "' is not defined, but has overrides"];
        continue;
      }
      const auto on = on_or_off(stored);
      const auto [first, last] = flags_of_key.equal_range(std::string_view(stored.flag));
      for (auto flag = first; flag != last; ++flag) {
        if (on) {
          found.push_back({*group, flag->second, stored.object_id, *on});
        } else {
          ++unusable[problem_of(stored, flag->second)];
        }
      }
    }
    for (const auto& [problem, times] : unusable) {
      table_.problems.push_back(problem +
                                (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
    }
    // Sorted while they are small and their texts stay where they are.
    std::ranges::sort(
        found, {}, [](const Found& row) { return std::tuple(row.group, row.flag, row.object_id); });
    table_.overrides.reserve(found.size());
    for (const Found& row : found) {
      table_.overrides.push_back({row.group, row.flag, std::string(row.object_id), row.on});
    }
  }

  /// No value: the override cannot be used.
  [[nodiscard]] static std::optional<bool> on_or_off(const StoredOverride& stored) {
    if (stored.object_id.size() > max_object_id_bytes) return std::nullopt;
    const auto reading = read_value(FeatureKind::flag, stored.value);
    if (!reading.value) return std::nullopt;
    return *reading.value != 0;
  }

  [[nodiscard]] std::string problem_of(const StoredOverride& stored, std::size_t flag) const {
    const auto place = label(FeatureKind::flag, table_.flags[flag].definition.name) + ", group '" +
                       stored.group + "': ";
    if (stored.object_id.size() > max_object_id_bytes) {
      return place + "an override's id is over 1,024 bytes long";
    }
    const auto reading = read_value(FeatureKind::flag, stored.value);
    return place + "an override " + (stored.value.wrong_type ? "" : "of ") + *reading.problem;
  }

  /// An override that can be used; its text is the stored one.
  struct Found {
    std::size_t group;
    std::size_t flag;
    std::string_view object_id;
    bool on;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };

  const ExtensionDefinition& extension_;
  const StoredState& stored_;
  FeatureTable table_;
};

}  // namespace

FeatureTable join(const ExtensionDefinition& extension, const StoredState& stored) {
  return Join(extension, stored).run();
}

}  // namespace pancake
