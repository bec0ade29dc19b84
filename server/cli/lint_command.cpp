#include <algorithm>

#include "admin/lint.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/words.h"

namespace pancake {

Result<void> lint_definitions(const LintDefinitions& command, const GlobalOptions& options,
                              Surroundings& surroundings) {
  const auto file = command.file ? command.file : chosen_file(options);
  if (!file) {
    return fail(ErrorCode::bad_value,
                "There is no pancake.json here: name the definitions file to look at.");
  }
  const auto text = read_text(*file, surroundings);
  if (!text) return tl::unexpected(text.error());
  const auto findings = lint(*text, *file);
  if (options.json) {
    write_json_line(surroundings.out, findings_json(findings, *file));
  } else {
    for (const auto& finding : findings) {
      const bool is_error = finding.severity == Finding::Severity::error;
      surroundings.out << shown(*file) << ':' << finding.line
                       << (is_error ? ": error: " : ": warning: ")
                       << (finding.field.empty() ? "" : shown(finding.field) + ": ")
                       << shown(finding.message) << '\n';
    }
    if (findings.empty()) surroundings.out << shown(*file) << ": nothing to complain about.\n";
  }
  const auto errors = std::ranges::count(findings, Finding::Severity::error, &Finding::severity);
  if (errors > 0) return fail(ErrorCode::bad_definitions, *file + " cannot be used.");
  if (command.strict && !findings.empty()) {
    return fail(ErrorCode::bad_definitions,
                *file + " has " + std::to_string(findings.size()) +
                    (findings.size() == 1 ? " warning." : " warnings."));
  }
  return {};
}

}  // namespace pancake
