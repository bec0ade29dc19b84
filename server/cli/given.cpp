#include "cli/given.h"

namespace pancake {

std::string Given::argument(const std::string& name) const { return option(name).value_or(""); }

std::optional<std::string> Given::option(const std::string& name) const {
  const auto values = options(name);
  if (values.empty()) return std::nullopt;
  return values.back();
}

std::vector<std::string> Given::options(const std::string& name) const {
  const CLI::Option* option = app_.get_option_no_throw(name);
  if (option == nullptr) return {};
  return option->results();
}

bool Given::has(const std::string& name) const { return option(name) == "true"; }

}  // namespace pancake
