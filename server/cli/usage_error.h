#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"

namespace pancake {

/// "pancake samples set", from the command and the groups above it.
[[nodiscard]] std::string command_path(const CLI::App& app);

/// "pancake samples set [OPTIONS] NAME VALUE".
[[nodiscard]] std::string usage_line(const CLI::App& app);

/// A sentence about wrong words, with the command's usage above it.
[[nodiscard]] WrongUsage wrong_usage(const CLI::App& app, std::string_view sentence);

/// An option at the end of the line that lacks its value; `mismatch` is what CLI11 says of it.
/// click says this without the usage above.
[[nodiscard]] WrongUsage option_without_value(std::string_view mismatch);

/// An option of all commands, never shown, that takes "-0" to "-9" with the digit as its value.
inline constexpr const char* digit_options =
    "-0{0},-1{1},-2{2},-3{3},-4{4},-5{5},-6{6},-7{7},-8{8},-9{9}";

/// The first word that the parsed command does not know, if there is one: an option, or the
/// name of a command after a group. Also an option that was given a value and takes none.
[[nodiscard]] std::optional<WrongUsage> unknown_word(const CLI::App& app);

/// "Missing argument 'NAME'.", or the same of a required option.
[[nodiscard]] std::optional<std::string> missing_word(const CLI::App& app);

/// "Got unexpected extra argument (x)".
[[nodiscard]] std::optional<std::string> words_too_many(const std::vector<std::string>& words);

}  // namespace pancake
