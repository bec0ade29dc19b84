#pragma once

#include <string>
#include <vector>

#include "cli/surroundings.h"

namespace pancake {

/// The whole program: reads the words after its name, carries the command out, and gives the
/// exit code.
///
///   0  done, or help; warnings are lines on `err`
///   1  refused: one line on `err`, and nothing is changed
///   2  words that make no command, or a store's URL that is none
[[nodiscard]] int run(const std::vector<std::string>& words, Surroundings& surroundings);

}  // namespace pancake
