#include "cli/warnings.h"

#include "cli/words.h"

namespace pancake {

namespace {

constexpr std::size_t most_named = 3;

/// The problems that begin with a subject ("flag 'X'"), as `FeatureTable::problems` words them.
std::vector<std::string> beginning_with(const FeatureTable& table, const std::string& subject) {
  std::vector<std::string> found;
  for (const auto& problem : table.problems) {
    if (problem.starts_with(subject)) found.push_back(problem);
  }
  return found;
}

}  // namespace

std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind) {
  return beginning_with(table, std::string(to_text(kind)) + " '");
}

std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind,
                                     const std::string& name) {
  return beginning_with(table, std::string(to_text(kind)) + " '" + name + "'");
}

void warn(Session& session, const std::vector<std::string>& problems) {
  if (problems.empty()) return;
  std::string line = "Warning: ignoring what cannot be used: ";
  for (std::size_t index = 0; index < problems.size() && index < most_named; ++index) {
    if (index > 0) line += "; ";
    line += shown(problems[index]);
  }
  if (problems.size() > most_named) {
    line += "; and " + std::to_string(problems.size() - most_named) +
            " more, which 'pancake overview' names";
  }
  session.surroundings.err << line << '\n';
}

}  // namespace pancake
