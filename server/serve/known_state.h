#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"
#include "store/store.h"

namespace pancake {

/// The last state that was known to be good, as it is kept on disk.
struct KnownState {
  std::string store;  ///< Store::name(): the state of another store is not this one's
  std::string extension;
  std::chrono::system_clock::time_point read_at;  ///< when the store gave it; whole microseconds
  std::vector<std::uint64_t> earlier;             ///< StoreGuard::earlier()
  StoredState state;
};

/// The content of a file:
///
///   "PANCAKE STATE 1\n"  XXH64 of all that follows, 16 hexadecimal digits  "\n"  CBOR
///
/// CBOR because texts of a store are any bytes, and JSON holds Unicode only.
[[nodiscard]] std::string known_state_bytes(const KnownState& known);

/// Reads what known_state_bytes wrote; `damaged` for anything else, with what is wrong.
[[nodiscard]] Result<KnownState> parse_known_state(std::string_view bytes);

}  // namespace pancake
