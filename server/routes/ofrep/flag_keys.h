#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "pancake/snapshot.h"

namespace pancake::ofrep {

/// Whose flags are asked for: of others than servers only features with `client: true` are
/// spoken of, as if there were no others.
enum class Audience : std::uint8_t { clients, servers };

/// The feature that a key means: the first with a definition among the flags, switches and
/// samples of this name that the audience may see. Features that were only found in the store
/// have no key. No value: there is none.
[[nodiscard]] std::optional<std::uint32_t> find_flag(const Snapshot& full, Audience audience,
                                                     std::string_view key) noexcept;

/// All features that have a key, each once, in the order of the snapshot.
[[nodiscard]] std::vector<std::uint32_t> all_flags(const Snapshot& full, Audience audience);

}  // namespace pancake::ofrep
