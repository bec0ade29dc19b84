#pragma once

#include <boost/container/small_vector.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "definitions/definitions.h"

namespace pancake {

/// Where the key of an override falls apart into a group, a flag and an object id.
///
/// `k:<group>:<NAME>:<id>` can be cut in several places when groups, names or ids have colons.
/// Every cut into a defined group and a defined flag (file or store) counts, since flask-pancake
/// reads the same key for each of them. Without one, the same is tried with flags that other
/// keys show to exist; and without one of these, the first colon ends the name. A group that
/// nobody defined ends at the first colon.
class RedisKeyCuts {
 public:
  struct Cut {
    std::string_view group;
    std::string_view flag;
    std::string_view object_id;
  };
  /// Nearly always one.
  using Cuts = boost::container::small_vector<Cut, 1>;

  /// `stored` are the definitions of the store.
  RedisKeyCuts(const ExtensionDefinition& extension, const std::vector<FeatureDefinition>& stored);

  /// Whether a text, upper-cased as in keys, is the name of a defined flag.
  [[nodiscard]] bool is_defined(std::string_view flag) const { return defined_.contains(flag); }

  /// Takes note of a flag that a key shows to exist: all of them, before the first cut.
  void know(std::string_view flag) { known_.emplace(flag); }
  /// The flags that the key of a tracking set shows to exist, by its `<group>:<NAME>`.
  [[nodiscard]] std::vector<std::string_view> shown_by_tracking_set(std::string_view rest) const;

  /// The cuts of `<group>:<NAME>:<id>`, borrowed from it and from this; none if the key is
  /// nobody's. `unreadable` is set if it would be one but is not UTF-8.
  [[nodiscard]] Cuts of(std::string_view rest, bool& unreadable) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept {
      return std::hash<std::string_view>()(name);
    }
  };
  using Names = std::unordered_set<std::string, Hash, std::equal_to<>>;
  [[nodiscard]] Cuts cuts_into(std::string_view rest, const Names& flags) const;
  [[nodiscard]] Cuts cut_at_first_colons(std::string_view rest, bool& unreadable) const;

  template <typename Found>
  static void each_cut(std::string_view text, const Names& names, Found found);

  Names groups_;
  Names defined_;
  Names known_;
};

}  // namespace pancake
