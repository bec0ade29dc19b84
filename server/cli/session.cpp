#include "cli/session.h"

#include <filesystem>

#include "definitions/close_match.h"
#include "definitions/definitions_file.h"

namespace pancake {

namespace {

constexpr const char* usual_file = "pancake.json";

}  // namespace

std::optional<std::string> chosen_file(const GlobalOptions& options) {
  if (options.definitions_file) {
    if (options.definitions_file->empty()) return std::nullopt;
    return options.definitions_file;
  }
  std::error_code ignored;
  if (std::filesystem::exists(usual_file, ignored)) return usual_file;
  return std::nullopt;
}

Result<LoadedDefinitions> load_definitions(const GlobalOptions& options) {
  LoadedDefinitions loaded;
  loaded.file = chosen_file(options);
  if (loaded.file) {
    auto definitions = read_definitions_file(*loaded.file);
    if (!definitions) return tl::unexpected(definitions.error());
    loaded.definitions = *std::move(definitions);
  } else {
    if (auto allowed = check_name("extension", options.extension); !allowed)
      return tl::unexpected(allowed.error());
    loaded.definitions.extensions.push_back(empty_extension(options.extension));
  }
  return loaded;
}

Result<const ExtensionDefinition*> find_extension(const LoadedDefinitions& loaded,
                                                  const std::string& name) {
  if (const auto* extension = loaded.definitions.find(name)) return extension;
  std::vector<std::string> names;
  std::string list;
  for (const auto& extension : loaded.definitions.extensions) {
    names.push_back(extension.name);
    list += (list.empty() ? "'" : ", '") + extension.name + "'";
  }
  return fail(ErrorCode::unknown_extension,
              "Unknown extension '" + name + "'." + did_you_mean(name, names) + " " +
                  loaded.file.value_or("") + " defines " + list + ".");
}

}  // namespace pancake
