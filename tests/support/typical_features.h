#pragma once

#include <cstdint>
#include <string>

#include "pancake/snapshot.h"
#include "pancake/snapshot_builder.h"

namespace pancake::test {

/// A user id of 36 characters in the shape of a UUID, the same for the same number everywhere.
[[nodiscard]] std::string user_id(std::uint32_t number);

/// What measurements evaluate: of every 10 features 6 are switches, 3 are flags overridden for 10
/// user ids each (`user_id` of 0 to 4095, so that an id is listed by several flags), and one is a
/// sample of 50 percent. Scope full; its one group is `user`.
[[nodiscard]] SnapshotBuilder typical_features(std::uint32_t count);

/// One flag that is on for `user_id` of 0 to `count` - 1, behind 999 switches.
[[nodiscard]] SnapshotBuilder overridden_flag(std::uint32_t count);
inline constexpr std::uint32_t overridden_feature = 999;

/// What a builder was told, opened. Ends the program if it was refused.
[[nodiscard]] Snapshot opened(const SnapshotBuilder& builder);

}  // namespace pancake::test
