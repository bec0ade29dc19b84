#include "admin/change_check.h"

#include <algorithm>

#include "admin/kind_words.h"
#include "admin/known_names.h"
#include "sync/stored_value.h"

namespace pancake {

namespace {

bool has_feature(const std::vector<FeatureDefinition>& definitions, FeatureKind kind,
                 const std::string& name) {
  return std::ranges::any_of(definitions, [&](const FeatureDefinition& definition) {
    return definition.kind == kind && definition.name == name;
  });
}

class Check {
 public:
  Check(const ExtensionDefinition& extension, const FeatureTable& table, const std::string& file)
      : extension_(extension), table_(table), file_(file) {}

  Result<void> operator()(const SetState& change) const {
    const auto reading = read_value(change.kind, StoredValue{change.text});
    if (reading.problem) {
      return fail(ErrorCode::bad_value, std::string(capitalized(change.kind)) + " '" + change.name +
                                            "': " + *reading.problem);
    }
    return feature(change.kind, change.name);
  }
  Result<void> operator()(const ClearState& change) const {
    return feature(change.kind, change.name);
  }
  Result<void> operator()(const SetOverride& change) const {
    return object(change.flag, change.group, change.object_id);
  }
  Result<void> operator()(const ClearOverride& change) const {
    return object(change.flag, change.group, change.object_id);
  }
  Result<void> operator()(const ClearOverrides& change) const {
    return object(change.flag, change.group, {});
  }

  Result<void> operator()(const Define& change) const {
    const auto& definition = change.definition;
    if (auto allowed = check_name(capitalized(definition.kind), definition.name); !allowed)
      return allowed;
    if (!definition.fallback) {
      return fail(ErrorCode::bad_value, std::string(capitalized(definition.kind)) + " '" +
                                            definition.name + "' needs a default.");
    }
    return not_in_file(definition.kind, definition.name);
  }

  Result<void> operator()(const Undefine& change) const {
    if (auto allowed = not_in_file(change.kind, change.name); !allowed) return allowed;
    // A row with a default that is not the file's is the store's.
    const auto row = table_.find(change.kind, change.name);
    if (row && table_.of(change.kind)[*row].definition.fallback) return {};
    return fail(ErrorCode::unknown_feature, std::string(capitalized(change.kind)) + " '" +
                                                change.name + "' is not defined in the store.");
  }

 private:
  [[nodiscard]] Result<void> feature(FeatureKind kind, const std::string& name) const {
    if (has_feature(extension_.features, kind, name) || find_feature(table_, kind, name)) return {};
    return unknown_feature(table_, kind, name);
  }

  [[nodiscard]] Result<void> object(const std::string& flag, const std::string& group,
                                    const std::string& object_id) const {
    if (auto known = require_group(extension_, group); !known) return known;
    if (object_id.size() > max_object_id_bytes) {
      return fail(ErrorCode::bad_value, "The id is " + std::to_string(object_id.size()) +
                                            " bytes long; at most " +
                                            std::to_string(max_object_id_bytes) + " are allowed.");
    }
    return feature(FeatureKind::flag, flag);
  }

  [[nodiscard]] Result<void> not_in_file(FeatureKind kind, const std::string& name) const {
    if (!has_feature(extension_.features, kind, name)) return {};
    return fail(ErrorCode::bad_name, std::string(capitalized(kind)) + " '" + name +
                                         "' is defined in " + file_ +
                                         ", which wins over the store: change it there.");
  }

  const ExtensionDefinition& extension_;
  const FeatureTable& table_;
  const std::string& file_;
};

}  // namespace

Result<void> check_change(const ExtensionDefinition& extension, const FeatureTable& table,
                          const Change& change, const std::string& file) {
  return std::visit(Check(extension, table, file), change);
}

}  // namespace pancake
