#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.h"

namespace pancake {

/// A change as the log holds it: the command's word for it ("enable", "clear_group", "define"),
/// what it was done to, and the new text. `when`, `revision` and `from` are left to the store.
[[nodiscard]] LogEntry log_entry(const Change& change, const Author& author);

/// That an operator accepted what a store holds: an entry about no feature.
[[nodiscard]] LogEntry acceptance_entry(const Author& author);

/// Of how many overrides a change with this word says another thing.
enum class OverrideTouch : std::uint8_t { none, one, many };
[[nodiscard]] OverrideTouch touch_of(std::string_view action) noexcept;

/// What clear_all_group removed, (object id, text), as the `from` of its entry: JSON, sorted,
/// with all bytes but printable ASCII percent-encoded: {"42":"1","a%22b":"0"}. Empty if nothing.
[[nodiscard]] StoredText removed_text(
    const std::vector<std::pair<std::string, std::string>>& removed);

/// Reads what removed_text wrote; nothing of anything else.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_removed(std::string_view json);

/// Collects a page of a log, which is offered to it entry by entry, newest first.
class LogPage {
 public:
  explicit LogPage(const LogQuery& query);

  /// Takes the entry if it was asked for. False: the page is full, and this one is not on it.
  bool add(LogEntry entry);
  [[nodiscard]] std::vector<LogEntry> take() { return std::move(entries_); }

 private:
  LogQuery query_;
  std::string key_;  ///< of the feature that is asked for
  std::vector<LogEntry> entries_;
};

/// Error conflict: something else than expected is stored where this change would write. Without
/// object ids.
[[nodiscard]] tl::unexpected<Error> conflict(const Change& change);

}  // namespace pancake
