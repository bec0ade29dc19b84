#include <set>

#include "python/upper_case.h"
#include "sync/feature_table.h"
#include "sync/full_snapshot.h"
#include "sync/override_meaning.h"
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
    table_.overrides = stored.overrides;
  }

  Result<FeatureTable> run(const FeatureTable* before, const LayerLimits& limits) {
    table_.switches = rows(FeatureKind::switch_, {});
    table_.flags = rows(FeatureKind::flag, overridden_flags());
    table_.samples = rows(FeatureKind::sample, {});
    const OverrideMeaning meaning(table_);
    for (auto& problem : meaning.problems(stored_.overrides)) {
      table_.problems.push_back(std::move(problem));
    }
    const auto made = make_full_snapshot(table_, meaning, before, limits);
    if (!made) return tl::unexpected(made.error());
    return std::move(table_);
  }

 private:
  /// Flags that have nothing but overrides are features too.
  [[nodiscard]] std::set<std::string_view> overridden_flags() const {
    std::set<std::string_view> names;
    for (const auto& [flag, rows] : stored_.overrides.flags()) names.insert(flag);
    return names;
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

  const ExtensionDefinition& extension_;
  const StoredState& stored_;
  FeatureTable table_;
};

}  // namespace

Result<FeatureTable> join(const ExtensionDefinition& extension, const StoredState& stored,
                          const FeatureTable* before, const LayerLimits& limits) {
  return Join(extension, stored).run(before, limits);
}

}  // namespace pancake
