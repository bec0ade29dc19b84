#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "store/stored_override.h"

namespace pancake {

/// What an entry of a store is, so that equal texts of different kinds have different hashes.
enum class Entry : std::uint8_t { switch_, flag, sample, override_, definition, problem };

/// Hashes entries one after the other, with room that all of them use. The hashes are kept on disk:
/// they must not change between releases.
class EntryHash {
 public:
  /// Each text goes in behind its length, so that no two lists run together.
  std::uint64_t operator()(Entry entry, std::initializer_list<std::string_view> texts,
                           bool wrong_type = false);

  std::uint64_t operator()(const StoredOverride& row) {
    return (*this)(Entry::override_, {row.group, row.flag, row.object_id, row.value.text},
                   row.value.wrong_type);
  }

 private:
  std::string bytes_;
};

}  // namespace pancake
