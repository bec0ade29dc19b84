#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "store/store.h"

namespace pancake {

/// Changes that are thought out and not yet made: what a dry run shows.
struct ChangePlan {
  /// Each with the text that it was planned on top of, so that nobody's change in between is
  /// overwritten.
  std::vector<Write> writes;
  /// What is left out, and why: one line each, without object ids.
  std::vector<std::string> skipped;
  /// What others changed and the plan would undo, as `skipped`: not to be made unless asked for.
  std::vector<std::string> overwrites = {};
};

/// Makes the changes of a plan, in parts of at most `most_writes` (store.h), each of them whole
/// or not at all. Gives the revision of the last part, and the
/// first warning of any; an empty plan writes nothing and gives 0. An error says after how many
/// changes it came if some were made.
[[nodiscard]] boost::asio::awaitable<Result<Written>> apply_plan(Store& store,
                                                                 std::string extension,
                                                                 std::vector<Write> writes,
                                                                 Author author);

}  // namespace pancake
