#pragma once

#include <string>

#include "store/place.h"

namespace pancake {

/// The change that puts this text there, or that takes away what is there. `name` is how the
/// feature is called in the log: any name with this key. Error bad_value for a text that cannot
/// be meant there (an override other than 0 and 1, a ratio of 250, a broken definition).
[[nodiscard]] Result<Change> change_to(const Place& place, const std::string& name,
                                       const StoredText& text);

}  // namespace pancake
