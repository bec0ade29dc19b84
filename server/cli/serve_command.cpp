#include <algorithm>

#include "cli/commands.h"
#include "cli/token_file.h"

namespace pancake {

namespace {

using ReadFile = Result<std::vector<std::string>> (*)(const std::string&);

/// What the file says, if one is given, and then what the environment said.
Result<std::vector<std::string>> gather(const std::optional<std::string>& file, ReadFile read_file,
                                        const std::vector<std::string>& from_environment) {
  std::vector<std::string> all;
  if (file) {
    auto lines = read_file(*file);
    if (!lines) return lines;
    all = *std::move(lines);
  }
  all.insert(all.end(), from_environment.begin(), from_environment.end());
  return all;
}

/// Signed cookies cannot be read or written without a secret.
Result<void> require_secret(const ServeOptions& options) {
  if (!options.secrets.empty()) return {};
  const auto& extensions = options.definitions.extensions;
  const auto is_signed = [](const ExtensionDefinition& extension) {
    return extension.cookie.format == CookieFormat::flask_pancake;
  };
  const auto found = std::ranges::find_if(extensions, is_signed);
  if (found == extensions.end()) return {};
  return fail(ErrorCode::bad_definitions,
              "Extension '" + found->name +
                  "' has cookies of the format flask-pancake, which are signed: give the secret "
                  "with --secret-file or PANCAKE_SECRET.");
}

}  // namespace

Result<void> run_server(const Serve& command, const GlobalOptions& options,
                        LoadedDefinitions loaded, Surroundings& surroundings) {
  auto keys = gather(command.server_key_file, read_token_file, command.server_keys);
  if (!keys) return tl::unexpected(keys.error());
  auto tokens = gather(command.token_file, read_token_file, command.admin_tokens);
  if (!tokens) return tl::unexpected(tokens.error());
  auto secrets = gather(command.secret_file, read_secret_file, command.secrets);
  if (!secrets) return tl::unexpected(secrets.error());

  ServeOptions serving;
  serving.listen = command.listen;
  serving.store_url = options.store_url;
  serving.definitions = std::move(loaded.definitions);
  serving.server_keys = *std::move(keys);
  serving.admin_tokens = *std::move(tokens);
  serving.secrets = *std::move(secrets);
  serving.static_dir = command.static_dir;
  serving.sdk_dir = command.sdk_dir;
  serving.url_prefix = command.url_prefix;
  serving.threads = command.threads;
  if (auto allowed = require_secret(serving); !allowed) return allowed;
  return surroundings.serve(serving);
}

}  // namespace pancake
