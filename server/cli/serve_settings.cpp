#include "cli/serve_settings.h"

#include <algorithm>

#include "cli/config_file.h"
#include "cli/session.h"
#include "cli/setting_value.h"
#include "cli/settings.h"
#include "cli/token_file.h"

namespace pancake {

namespace {

Error named(const std::string& place, Error error) {
  error.message = place + ": " + error.message;
  return error;
}

/// What the file says, if one is given, and then what the setting's own variable said.
Result<std::vector<std::string>> secret_lines(const ServeSetting& setting,
                                              const SecretLinesSetting& kind, const Serve& command,
                                              const GivenSettings& given) {
  std::vector<std::string> all;
  if (const auto found = given.find(setting.name); found != given.end()) {
    auto lines = kind.read(found->second.texts.back());
    if (!lines) return tl::unexpected(named(found->second.place, lines.error()));
    all = *std::move(lines);
  }
  const auto variable = command.secrets.find(setting.name);
  if (variable != command.secrets.end()) all.push_back(variable->second);
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

Result<GivenSettings> gather_settings(const Serve& command, const GlobalOptions& options) {
  GivenSettings given = command.given;
  for (const auto& [name, text] : options.given)
    given[name] = {SettingSource::option, "--" + name, {text}};
  if (!command.config_file) return given;
  auto in_file = read_config_file(*command.config_file);
  if (!in_file) return tl::unexpected(in_file.error());
  given.merge(*in_file);  // what is there already stays
  return given;
}

Result<ServeOptions> read_serve_options(const Serve& command, const GlobalOptions& options) {
  const auto given = gather_settings(command, options);
  if (!given) return tl::unexpected(given.error());
  ServeOptions serving;
  for (const ServeSetting& setting : settings()) {
    if (const auto* kind = std::get_if<SecretLinesSetting>(&setting.kind)) {
      auto lines = secret_lines(setting, *kind, command, *given);
      if (!lines) return tl::unexpected(lines.error());
      serving.*kind->member = *std::move(lines);
      const auto file = given->find(setting.name);
      if (file == given->end()) continue;
      if (auto doubt = doubt_of_secret_file(file->second.texts.back())) {
        serving.doubts.push_back(*std::move(doubt));
      }
      continue;
    }
    const auto found = given->find(setting.name);
    if (found == given->end()) continue;
    if (const auto problem = set_value(setting, found->second.texts, serving))
      return fail(ErrorCode::usage, found->second.place + ": " + *problem);
  }
  if (!serving.state_dir) serving.state_dir = default_state_dir;
  const GlobalOptions named{
      serving.store_url, serving.definitions_file, serving.extension, false, {}};
  auto loaded = load_definitions(named);
  if (!loaded) return tl::unexpected(loaded.error());
  serving.definitions = std::move(loaded->definitions);
  serving.definitions_file = loaded->file;
  if (auto allowed = require_secret(serving); !allowed) return tl::unexpected(allowed.error());
  return serving;
}

Result<Reread> reread_serve_options(const Serve& command, const GlobalOptions& options,
                                    const ServeOptions& present) {
  auto next = read_serve_options(command, options);
  if (!next) return tl::unexpected(next.error());
  if (present.definitions_file && !next->definitions_file) {
    return fail(ErrorCode::io, "'" + *present.definitions_file +
                                   "' is gone, from which this server has its definitions");
  }
  Reread reread{*std::move(next), {}};
  for (const ServeSetting& setting : settings()) {
    if (!setting.fixed) continue;
    if (value_of(setting, reread.options) != value_of(setting, present))
      reread.unchangeable.push_back(setting.name);
    copy_value(setting, present, reread.options);
  }
  return reread;
}

}  // namespace pancake
