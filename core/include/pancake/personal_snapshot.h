#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/evaluation.h"
#include "pancake/snapshot.h"

namespace pancake {

/// What one visitor may see of a snapshot, as the bytes of a snapshot with scope personal.
///
/// In it are the features that may be shown to clients, in their order, all groups, and of the
/// overrides those of these features for the visitor's own ids. `ids` is as in Visitor: one place
/// for each group of the source. Extension and revision stay. Of other features and ids there is
/// no trace.
///
/// With a visitor key the answer of each sample that would be drawn is fixed to what this visitor
/// gets, with reason cookie; without one it is drawn later by whoever opens the result. Apart from
/// that reason, every feature answers this visitor as in the source.
///
/// `remembered` has an answer for each feature of the source, or none: a sample whose answer there
/// has reason cookie is fixed to it, whatever its ratio is by now.
///
/// The only error is out_of_memory. Allocates the result and nothing else. Time: one pass over
/// the features and one look-up a group.
[[nodiscard]] CoreResult<Bytes> personal_snapshot(
    const Snapshot& source, std::span<const std::optional<std::string_view>> ids,
    std::optional<std::string_view> key, std::span<const Answer> remembered = {}) noexcept;

}  // namespace pancake
