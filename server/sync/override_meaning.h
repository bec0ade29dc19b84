#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/stored_overrides.h"
#include "sync/feature_table.h"

namespace pancake {

/// What stored overrides mean for the groups and flags of a table, which must outlive it.
class OverrideMeaning {
 public:
  explicit OverrideMeaning(const FeatureTable& table);

  /// The place of a group in the table; no value: nobody defined it.
  [[nodiscard]] std::optional<std::uint32_t> group(std::string_view id) const;
  /// The places of the flags with this key: several if their names differ only in case.
  [[nodiscard]] const std::vector<std::uint32_t>& flags(std::string_view key) const;
  /// No value: the override cannot be used.
  [[nodiscard]] static std::optional<bool> on_or_off(std::string_view object_id,
                                                     const StoredValue& value);

  /// One line for each way in which overrides cannot be used. Time: that of the chunks that have
  /// such ones in them.
  [[nodiscard]] std::vector<std::string> problems(const StoredOverrides& overrides) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };
  [[nodiscard]] std::string problem_of(const StoredOverride& stored, std::uint32_t flag) const;

  const FeatureTable& table_;
  std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, std::equal_to<>> flags_;
};

}  // namespace pancake
