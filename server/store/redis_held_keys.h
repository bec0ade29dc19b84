#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/redis_key_cuts.h"
#include "store/redis_keys.h"
#include "store/store.h"

namespace pancake {

/// What is held of an extension, key by key, and the state that it makes. The state is kept up
/// with every single change where that is possible, so that one change among 100,000 overrides
/// takes microseconds, and a copy of it shares what did not change; where it is not (a flag appears
/// that decides how other keys are cut), the state is made anew when it is asked for.
class RedisHeldKeys {
 public:
  explicit RedisHeldKeys(ExtensionDefinition extension) : extension_(std::move(extension)) {}
  RedisHeldKeys(const RedisHeldKeys&) = delete;
  RedisHeldKeys& operator=(const RedisHeldKeys&) = delete;

  /// The value of a key; null if it is not held.
  [[nodiscard]] const StoredValue* find(const std::string& key) const;
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

  /// Each of these says whether anything is other than before.
  bool set(std::string key, StoredValue value);
  bool erase(const std::string& key);
  /// `problems` are what could not be read of them.
  bool set_definitions(std::vector<FeatureDefinition> definitions,
                       std::vector<std::string> problems);

  /// Begins a walk over all keys: from here on each key that is set or marked was come by.
  void begin_walk();
  void mark(const std::string& key);
  /// The held keys that the walk has not come by.
  [[nodiscard]] std::vector<std::string> not_come_by() const;

  /// The state that all keys make, at this revision.
  [[nodiscard]] StoredState state(std::uint64_t revision);

 private:
  static constexpr std::uint32_t no_row = 0xFFFFFFFF;
  static constexpr std::uint32_t many_rows = 0xFFFFFFFE;
  struct Entry {
    StoredValue value;
    std::uint32_t walk = 0;
    std::uint32_t row = no_row;  ///< where its override stands in the state
  };
  using Entries = std::unordered_map<std::string, Entry>;
  struct Made {
    RedisKeyCuts cuts;
    StoredState state;
    std::vector<Entry*> rows;  ///< whose override stands where
  };

  void make();
  void come_by(Entry& entry);
  void read_name(const KeyParts& parts, const StoredValue& value, std::size_t& unreadable);
  void read_override(Entry& entry, std::string_view rest, std::size_t& unreadable);
  void add_row(Entry& entry, const RedisKeyCuts::Cut& cut);
  [[nodiscard]] bool put(Entries::value_type& entry, bool is_new);
  [[nodiscard]] bool take_out(Entries::value_type& entry);
  [[nodiscard]] bool decides_cuts(std::string_view key) const;

  ExtensionDefinition extension_;
  Entries entries_;
  std::vector<FeatureDefinition> definitions_;
  std::vector<std::string> problems_;
  std::optional<Made> made_;
  std::uint32_t walk_ = 0;
  std::size_t come_by_ = 0;  ///< entries that this walk has come by
};

}  // namespace pancake
