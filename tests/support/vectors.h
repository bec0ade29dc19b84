#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace pancake::test {

/// A file of tests/vectors, parsed. Throws, and so fails the test, if it cannot be read.
inline nlohmann::json vectors(const std::string& name) {
  std::ifstream file(std::string(PANCAKE_VECTORS) + "/" + name);
  return nlohmann::json::parse(file);
}

}  // namespace pancake::test
