#include "admin/known_names.h"

#include "admin/kind_words.h"
#include "definitions/close_match.h"
#include "python/upper_case.h"

namespace pancake {

namespace {

std::vector<std::string> names_of(const std::vector<FeatureRow>& rows) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(row.definition.name);
  return names;
}

/// What to do about a name that is none: the closest one, the right kind, or to define it.
std::string advice(const FeatureTable& table, FeatureKind kind, const std::string& name) {
  auto close = did_you_mean(name, names_of(table.of(kind)));
  if (!close.empty()) return close;
  for (const auto other : {FeatureKind::flag, FeatureKind::switch_, FeatureKind::sample}) {
    if (other == kind || !find_feature(table, other, name)) continue;
    return " It is a " + std::string(to_text(other)) + ": use 'pancake " +
           std::string(plural(other)) + "'.";
  }
  return " 'pancake " + std::string(plural(kind)) + " define' makes a new one.";
}

}  // namespace

Result<void> require_group(const ExtensionDefinition& extension, const std::string& group) {
  if (extension.group_index(group)) return {};
  std::vector<std::string> names;
  for (const auto& known : extension.groups) names.push_back(known.id);
  std::string message = "Unknown group '" + group + "'.";
  if (names.empty()) {
    message +=
        " Extension '" + extension.name + "' has no groups; a definitions file gives it " + "some.";
  } else {
    message += did_you_mean(group, names) + " Extension '" + extension.name + "' has ";
    for (const auto& name : names) message += (name == names.front() ? "'" : ", '") + name + "'";
    message += ".";
  }
  return fail(ErrorCode::unknown_group, message);
}

std::optional<std::size_t> find_feature(const FeatureTable& table, FeatureKind kind,
                                        const std::string& name) {
  if (auto exact = table.find(kind, name)) return exact;
  const auto stored = table.find(kind, upper_case(name));
  if (!stored || table.of(kind)[*stored].definition.fallback) return std::nullopt;
  return stored;
}

tl::unexpected<Error> unknown_feature(const FeatureTable& table, FeatureKind kind,
                                      const std::string& name) {
  return fail(ErrorCode::unknown_feature, "Unknown " + std::string(to_text(kind)) + " '" + name +
                                              "'." + advice(table, kind, name));
}

}  // namespace pancake
