#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace pancake {

/// The help of a command or group, 80 columns wide: usage, description, arguments or commands,
/// options by group, and the footer with its examples.
[[nodiscard]] std::string help_text(const CLI::App& app);

}  // namespace pancake
