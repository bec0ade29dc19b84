#include "admin/lint.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "admin/kind_words.h"
#include "definitions/definitions_file.h"
#include "definitions/located_json.h"
#include "python/upper_case.h"

namespace pancake {

namespace {

using Severity = Finding::Severity;

bool is_plain(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
  });
}

/// The line of a field in the file; that of what is around it if the file does not have it.
class Lines {
 public:
  explicit Lines(const LocatedJson& file) : file_(file) {}

  [[nodiscard]] std::size_t of(std::initializer_list<std::string_view> path) const {
    const LocatedJson* node = &file_;
    for (const auto key : path) {
      const auto* below = node->find(key);
      if (below == nullptr) break;
      node = below;
    }
    return node->line;
  }

  [[nodiscard]] std::size_t of_group(std::string_view extension, std::size_t index) const {
    const auto* extensions = file_.find("extensions");
    const auto* here = extensions == nullptr ? nullptr : extensions->find(extension);
    const auto* groups = here == nullptr ? nullptr : here->find("groups");
    if (groups == nullptr || index >= groups->children.size()) return of({"extensions", extension});
    return groups->children[index].line;
  }

 private:
  const LocatedJson& file_;
};

class Lint {
 public:
  Lint(const Definitions& definitions, const LocatedJson& file)
      : definitions_(definitions), lines_(file) {}

  std::vector<Finding> run() {
    for (const auto& extension : definitions_.extensions) {
      path_ = "extensions." + extension.name;
      name("extension", extension.name, lines_.of({"extensions", extension.name}), path_);
      nested_extensions(extension);
      groups(extension);
      features(extension);
      ambiguous_overrides(extension);
      cookie(extension);
    }
    std::ranges::stable_sort(findings_, {}, &Finding::line);
    return std::move(findings_);
  }

 private:
  void warn(std::size_t line, std::string field, std::string message) {
    findings_.push_back({Severity::warning, line, std::move(field), std::move(message)});
  }

  void name(const std::string& what, const std::string& name, std::size_t line,
            const std::string& field) {
    if (is_plain(name)) return;
    warn(line, field,
         "the name of this " + what +
             " has characters other than A-Z a-z 0-9 . _ -, which some tools cannot handle");
  }

  /// `A` and `A:B`: a feature of the one may have the keys of a feature of the other.
  void nested_extensions(const ExtensionDefinition& extension) {
    for (const auto& other : definitions_.extensions) {
      if (!extension.name.starts_with(other.name + ":")) continue;
      warn(lines_.of({"extensions", extension.name}), path_,
           "Redis keys of this extension can be read as keys of '" + other.name + "'");
    }
  }

  void groups(const ExtensionDefinition& extension) {
    for (std::size_t index = 0; index < extension.groups.size(); ++index) {
      const auto& group = extension.groups[index];
      const auto line = lines_.of_group(extension.name, index);
      const auto field = path_ + ".groups[" + std::to_string(index) + "]";
      name("group", group.id, line, field);
      if (group.from.kind == IdSource::Kind::none) {
        warn(line, field,
             "group '" + group.id +
                 "' has no 'from': the server cannot tell a visitor's id, only SDKs can");
      }
      for (const auto& other : extension.groups) {
        if (!group.id.starts_with(other.id + ":")) continue;
        warn(line, field,
             "Redis keys of overrides in group '" + group.id + "' can be read as of group '" +
                 other.id + "'");
      }
    }
  }

  [[nodiscard]] std::size_t line_of(const ExtensionDefinition& extension,
                                    const FeatureDefinition& feature) const {
    return lines_.of({"extensions", extension.name, plural(feature.kind), feature.name});
  }

  [[nodiscard]] std::string field_of(const FeatureDefinition& feature) const {
    return path_ + "." + std::string(plural(feature.kind)) + "." + feature.name;
  }

  void features(const ExtensionDefinition& extension) {
    std::map<std::pair<FeatureKind, std::string>, std::string> names_of_keys;
    for (const auto& feature : extension.features) {
      const auto line = line_of(extension, feature);
      name(std::string(to_text(feature.kind)), feature.name, line, field_of(feature));
      const auto [first, is_new] =
          names_of_keys.try_emplace({feature.kind, upper_case(feature.name)}, feature.name);
      if (is_new) continue;
      warn(line, field_of(feature),
           "differs from '" + first->second + "' only in case: both have the same state");
    }
  }

  /// Flags `A` and `A:B`: an override of the one for id `B:1` has the key of one of the other.
  void ambiguous_overrides(const ExtensionDefinition& extension) {
    if (extension.groups.empty()) return;
    std::map<std::string, std::string> flags;  // key -> name
    for (const auto& feature : extension.features) {
      if (feature.kind == FeatureKind::flag) flags.emplace(upper_case(feature.name), feature.name);
    }
    for (const auto& feature : extension.features) {
      if (feature.kind != FeatureKind::flag) continue;
      const auto key = upper_case(feature.name);
      for (auto colon = key.find(':'); colon != std::string::npos;
           colon = key.find(':', colon + 1)) {
        const auto shorter = flags.find(key.substr(0, colon));
        if (shorter == flags.end()) continue;
        warn(line_of(extension, feature), field_of(feature),
             "Redis keys of its overrides can be read as overrides of '" + shorter->second + "'");
      }
    }
  }

  void cookie(const ExtensionDefinition& extension) {
    const auto& options = extension.cookie.options;
    const bool signed_format = extension.cookie.format == CookieFormat::flask_pancake;
    // The visitor cookie is secure under TLS by itself.
    const bool insecure = signed_format ? !options.secure.value_or(false)
                                        : options.secure.has_value() && !*options.secure;
    if (!insecure) return;
    const auto line = lines_.of({"extensions", extension.name, "cookie", "options"});
    if (options.same_site == "None") {
      warn(line, path_ + ".cookie.options",
           "browsers drop a cookie with sameSite None that is not secure");
    }
    if (options.partitioned.value_or(false)) {
      warn(line, path_ + ".cookie.options",
           "browsers drop a partitioned cookie that is not secure");
    }
  }

  const Definitions& definitions_;
  Lines lines_;
  std::string path_;
  std::vector<Finding> findings_;
};

/// "FILE:LINE:COLUMN: WHAT" and "FILE:LINE: FIELD: WHAT" taken apart.
Finding error_finding(const std::string& message, const std::string& file_name) {
  Finding finding{Severity::error, 0, {}, message};
  if (!message.starts_with(file_name + ":")) return finding;
  const char* begin = message.data() + file_name.size() + 1;
  const char* end = message.data() + message.size();
  const auto read = std::from_chars(begin, end, finding.line);
  const auto blank = message.find(": ", file_name.size());
  if (read.ec == std::errc{} && blank != std::string::npos) {
    finding.message = message.substr(blank + 2);
  }
  return finding;
}

}  // namespace

std::vector<Finding> lint(std::string_view text, const std::string& file_name) {
  const auto definitions = parse_definitions(text, file_name);
  if (!definitions) {
    std::vector<Finding> findings;
    for (const Error& error : definitions_errors(text, file_name)) {
      findings.push_back(error_finding(error.message, file_name));
    }
    std::ranges::stable_sort(findings, {}, &Finding::line);
    return findings;
  }
  const auto file = parse_located_json(text, file_name);
  return Lint(*definitions, *file).run();
}

nlohmann::ordered_json findings_json(const std::vector<Finding>& findings,
                                     const std::string& file_name) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& finding : findings) {
    nlohmann::ordered_json json;
    json["severity"] = finding.severity == Severity::error ? "error" : "warning";
    json["file"] = file_name;
    json["line"] = finding.line;
    if (!finding.field.empty()) json["field"] = finding.field;
    json["message"] = finding.message;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace pancake
