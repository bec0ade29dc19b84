#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "pancake/snapshot.h"

namespace pancake {

/// Which rule decided. The numbers are part of the answer byte, which JavaScript reads.
enum class Reason : std::uint8_t {
  unknown = 0,   ///< no such feature in the snapshot
  default_ = 1,  ///< nothing stored: the definition's default
  state = 2,     ///< the stored on or off
  override = 3,  ///< a group's on or off for this visitor
  sample = 4,    ///< the visitor's draw against the ratio
  cookie = 5,    ///< a sample's answer remembered in a signed cookie
  problem = 6,   ///< what is stored cannot be used, so the definition's default
};

/// "unknown", "default", "state", "override", "sample", "cookie" or "problem".
[[nodiscard]] std::string_view to_text(Reason reason) noexcept;

/// One answer, as it lies in memory:
///
///   bit  7 6 5 4   3 2 1    0
///        0 0 0 0   reason   active
struct Answer {
  std::uint8_t bits = 0;

  constexpr Answer() = default;
  constexpr Answer(bool active, Reason reason) noexcept
      : bits(static_cast<std::uint8_t>((static_cast<unsigned>(reason) << 1U) |
                                       (active ? 1U : 0U))) {}
  constexpr explicit Answer(std::uint8_t stored) noexcept : bits(stored) {}

  [[nodiscard]] constexpr bool is_active() const noexcept { return (bits & 1U) != 0; }
  [[nodiscard]] constexpr Reason reason() const noexcept {
    return static_cast<Reason>((bits >> 1U) & 7U);
  }
  constexpr bool operator==(const Answer&) const = default;
};
static_assert(sizeof(Answer) == 1);

/// Who is asking. All texts are borrowed for the duration of the call.
struct Visitor {
  /// The visitor's object ids, one place for each group of the snapshot, in its order.
  /// No value: no id, the group is skipped. Missing places count as no id.
  std::span<const std::optional<std::string_view>> ids;

  /// The visitor key, or the id that the application gives. Any bytes.
  std::string_view key;
};

/// One answer with what led to it.
struct Evaluation {
  Answer answer;
  std::optional<std::uint32_t> group;  ///< reason override: index of the group that decided
  double draw = 0;                     ///< samples: where the visitor stands, in [0, 100)
  double ratio = 0;                    ///< samples: what it was held against; NaN if nothing
};

/// Evaluates one feature (flask-pancake 0.5.2 `is_active`, but a ratio of 0 is nobody).
///
///   switch  state, else default
///   flag    for each group in order: the override of this visitor's id; else state, else default
///   sample  draw < (state, else default)
///
/// `feature` is an index of this snapshot; one out of range gives reason unknown. Cannot fail,
/// allocates nothing, takes no lock.
[[nodiscard]] Evaluation evaluate(const Snapshot& snapshot, std::uint32_t feature,
                                  const Visitor& visitor) noexcept;

/// Evaluates every feature for one visitor: one look-up a group, however many flags there are.
///
/// `answers` receives one answer a feature, by feature index. A shorter span gets that many.
/// Cannot fail, allocates nothing, takes no lock.
void evaluate_all(const Snapshot& snapshot, const Visitor& visitor,
                  std::span<Answer> answers) noexcept;

}  // namespace pancake
