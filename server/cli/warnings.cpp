#include "cli/warnings.h"

#include "cli/words.h"

namespace pancake {

namespace {

constexpr std::size_t most_named = 3;

/// Whether a problem is one feature's, as `FeatureTable::problems` words it ("flag 'X': …"), and
/// not the whole store's.
bool is_of_a_feature(const std::string& problem) {
  return problem.starts_with("switch '") || problem.starts_with("flag '") ||
         problem.starts_with("sample '");
}

/// The problems of a subject ("flag 'X'"), and those of the whole store.
std::vector<std::string> problems_touching(const FeatureTable& table, const std::string& subject) {
  std::vector<std::string> found;
  for (const auto& problem : table.problems) {
    if (problem.starts_with(subject) || !is_of_a_feature(problem)) found.push_back(problem);
  }
  return found;
}

}  // namespace

std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind) {
  return problems_touching(table, std::string(to_text(kind)) + " '");
}

std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind,
                                     const std::string& name) {
  return problems_touching(table, std::string(to_text(kind)) + " '" + name + "'");
}

void warn_of_log(Session& session, const Written& written) {
  if (written.warning.empty()) return;
  session.surroundings.err << "Warning: " << shown(written.warning) << '\n';
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
