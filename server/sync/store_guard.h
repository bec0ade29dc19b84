#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "store/store.h"

namespace pancake {

/// What tells two states of a store apart, as far as believing them goes.
struct StateMark {
  std::uint64_t revision = 0;
  std::string lineage;
  std::uint64_t log_position = 0;
  std::uint64_t accepted = 0;
  std::size_t entries = 0;    ///< states, overrides and stored definitions
  std::uint64_t content = 0;  ///< content_hash
};

/// A hash of what is stored, without where it stands in time. It does not depend on the order
/// in which a store gave things. Kept on disk: must not change between releases. Time: that of the
/// overrides that no state before shared with this one.
[[nodiscard]] std::uint64_t content_hash(const StoredState& state);

[[nodiscard]] StateMark mark_of(const StoredState& state);

/// What is done with a store that is older than what is served.
enum class OlderStore : std::uint8_t {
  hold,    ///< what is served stays, until an operator accepts the store's state
  accept,  ///< it is taken over with a line in the log
};

/// What to do with a state that a store gave.
struct Judgement {
  enum class Verdict : std::uint8_t {
    publish,  ///< it is newer than what is served
    nothing,  ///< it is what is served already
    hold,     ///< it may have lost changes: what is served stays
  };
  Verdict verdict = Verdict::publish;
  /// hold: why. publish: what was suspicious and is taken over all the same; else empty.
  std::string why;
};

/// Decides whether a state that a store gives is believed. A store that lost its memory (a Redis
/// killed before it saved, a restored backup, a deleted file) answers as readily as a good one;
/// what it says would silently turn features back.
///
/// Held is a state with other content than the served one, that
///   - has no higher revision (a restored SQLite file, a clock that is behind), or
///   - ends its log before the served one did: later changes are lost, or
///   - comes from a store that was restarted or replaced, and has less than half of the served
///     entries, or is a state from before the served one with nothing new in its log,
/// until none of this is so any more, or an operator accepted it after the served revision.
/// Nothing accepts a revision that is not higher: readers never go back.
class StoreGuard {
 public:
  explicit StoreGuard(OlderStore policy) : policy_(policy) {}

  /// Nothing is remembered, judged by the newest state that was served; changes nothing.
  [[nodiscard]] Judgement judge(const StateMark& next) const;

  /// This state is served from now on.
  void serve(StateMark mark);
  /// The same after a start: with what a server before this one remembered.
  void resume(StateMark mark, const std::vector<std::uint64_t>& earlier);

  /// Content hashes of what was served before the present state, newest first, at most 64.
  [[nodiscard]] std::vector<std::uint64_t> earlier() const {
    return {earlier_.begin(), earlier_.end()};
  }

 private:
  [[nodiscard]] std::string suspicion(const StateMark& next) const;

  OlderStore policy_;
  std::optional<StateMark> served_;
  std::deque<std::uint64_t> earlier_;
};

}  // namespace pancake
