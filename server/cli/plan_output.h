#pragma once

#include <string>

#include "admin/change_plan.h"
#include "cli/session.h"

namespace pancake {

/// What a command does with the changes that it thought out.
struct PlannedWork {
  ChangePlan plan;
  std::string reason;
  bool dry_run = false;
};

/// Shows the changes of a plan, one line each, and makes them unless it is a dry run. Gives
/// the revision in which they can be seen; 0 if nothing was changed.
///
///   flags enable CHECKOUT
///   samples set NEW_SEARCH 12.5
///   2 changes made.
///
/// What is left out, and what it undoes of others, goes to standard error.
[[nodiscard]] Result<Written> carry_out(const PlannedWork& work, Session& session);

}  // namespace pancake
