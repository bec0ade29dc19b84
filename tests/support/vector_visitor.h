#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pancake/evaluation.h"

namespace pancake::test {

/// A visitor of the vectors with the texts that it borrows.
struct VectorVisitor {
  VectorVisitor(const nlohmann::json& from, const nlohmann::json& groups)
      : key(from["key"].get<std::string>()) {
    texts.reserve(groups.size());
    for (const auto& group : groups) {
      const auto id = from["ids"].find(group.get<std::string>());
      texts.push_back(id == from["ids"].end() ? "" : id->get<std::string>());
      ids.push_back(id == from["ids"].end() ? std::nullopt
                                            : std::optional<std::string_view>(texts.back()));
    }
  }
  [[nodiscard]] Visitor visitor() const { return {ids, key}; }

  std::vector<std::string> texts;
  std::vector<std::optional<std::string_view>> ids;
  std::string key;
};

}  // namespace pancake::test
