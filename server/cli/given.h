#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// What one command was given: its arguments and options as typed.
class Given {
 public:
  explicit Given(const CLI::App& app) : app_(app) {}

  /// An argument that the command requires ("NAME").
  [[nodiscard]] std::string argument(const std::string& name) const;
  /// The last value of an option ("--visitor"); no value if it was not given.
  [[nodiscard]] std::optional<std::string> option(const std::string& name) const;
  /// All values of an option, in the order in which they were given.
  [[nodiscard]] std::vector<std::string> options(const std::string& name) const;
  /// Whether a switch like "--client" was given.
  [[nodiscard]] bool has(const std::string& name) const;

 private:
  const CLI::App& app_;
};

}  // namespace pancake
