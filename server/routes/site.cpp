#include "routes/site.h"

#include <filesystem>

namespace pancake {
namespace {

std::optional<FileTree> tree(const std::optional<std::string>& directory) {
  return directory ? std::optional<FileTree>(std::in_place, *directory) : std::nullopt;
}

}  // namespace

Site::Site(const ServeOptions& options, bool only_loopback, IdentityRules rules)
    : identity(std::make_shared<const IdentityRules>(std::move(rules))),
      loopback_only(only_loopback),
      admin(!options.no_admin),
      url_prefix(options.url_prefix),
      cross_origin(options.cors_origins),
      sdk_files(tree(sdk_directory(options.sdk_dir))),
      static_files(tree(options.static_dir)),
      metrics_public(options.metrics_public) {
  for (const ExtensionDefinition& definition : options.definitions.extensions) {
    extensions.push_back(std::make_unique<PublishedExtension>(definition));
    revision_waits.push_back(std::make_unique<RevisionWaits>(*extensions.back()));
  }
  if (options.ofrep_rate > 0) {
    evaluation_limit = std::make_unique<ofrep::RateLimit>(options.ofrep_rate);
  }
  if (!options.secrets.empty()) signer.emplace(options.secrets);
}

std::optional<std::size_t> Site::find(std::string_view extension) const {
  for (std::size_t index = 0; index < extensions.size(); ++index) {
    if (extensions[index]->definition().name == extension) return index;
  }
  return std::nullopt;
}

std::optional<std::string> sdk_directory(const std::optional<std::string>& given) {
  namespace fs = std::filesystem;
  if (given) return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return std::nullopt;
  for (const char* place : {"../../js/dist", "../share/pancake/sdk"}) {
    const fs::path directory = (program.parent_path() / place).lexically_normal();
    if (fs::is_directory(directory, error)) return directory.string();
  }
  return std::nullopt;
}

}  // namespace pancake
