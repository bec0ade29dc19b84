// The command that runs the server: its options are the table of settings.

#include "cli/command_groups.h"
#include "cli/option_values.h"
#include "cli/setting_value.h"
#include "cli/settings.h"

namespace pancake {

namespace {

/// Words of a variable, separated by blanks or commas.
std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

/// What option or variable say; no texts if neither is there.
GivenSetting given_texts(const ServeSetting& setting, const Given& given,
                         const Environment& environment) {
  // What global options say is known only when all levels of commands were read.
  auto texts = setting.global ? std::vector<std::string>{} : given.options(option_of(setting));
  if (!texts.empty()) return {SettingSource::option, option_of(setting), std::move(texts)};
  const auto variable = variable_of(setting);
  const auto text = text_in(environment, variable);
  if (text && std::holds_alternative<ListSetting>(setting.kind)) {
    texts = words_in(*text);
  } else if (text) {
    texts = {*text};
  }
  return {SettingSource::environment, variable, std::move(texts)};
}

/// The folder that systemd made for the server's state, unless something else was said.
void use_state_directory(GivenSettings& given, const Environment& environment) {
  const auto folders = text_in(environment, "STATE_DIRECTORY");
  if (!folders || given.contains("state-dir")) return;
  // A unit that names several folders gives a list with colons.
  given["state-dir"] = {
      SettingSource::environment, "STATE_DIRECTORY", {folders->substr(0, folders->find(':'))}};
}

OptionValue<Command> read_serve(const Given& given, const Environment& environment) {
  Serve serve;
  ServeOptions tried;
  for (const ServeSetting& setting : settings()) {
    auto found = given_texts(setting, given, environment);
    if (const auto* lines = std::get_if<SecretLinesSetting>(&setting.kind)) {
      if (auto secret = text_in(environment, lines->variable))
        serve.secrets[setting.name] = *std::move(secret);
    }
    if (found.texts.empty()) continue;
    if (const auto problem = set_value(setting, found.texts, tried))
      return invalid_value(found.place, *problem);
    serve.given[setting.name] = std::move(found);
  }
  use_state_directory(serve.given, environment);
  serve.config_file = given.option("--config");
  if (!serve.config_file) serve.config_file = text_in(environment, "PANCAKE_CONFIG");
  serve.print_config = given.has("--print-config");
  return serve;
}

/// "… [default: 127.0.0.1:8080; env: PANCAKE_LISTEN]".
std::string help_of(const ServeSetting& setting) {
  const auto fallback = default_of(setting);
  auto help = setting.help + " [" + (fallback.empty() ? "" : "default: " + fallback + "; ") +
              "env: " + variable_of(setting);
  if (const auto* lines = std::get_if<SecretLinesSetting>(&setting.kind))
    help += "; one line: " + lines->variable;
  return help + "]";
}

void add_setting(CommandDescription& serve, const ServeSetting& setting) {
  if (setting.global) return;
  if (std::holds_alternative<TruthSetting>(setting.kind)) {
    serve.flag(option_of(setting), help_of(setting));
  } else if (std::holds_alternative<ListSetting>(setting.kind)) {
    serve.repeatable(option_of(setting), setting.value, help_of(setting));
  } else {
    serve.option(option_of(setting), setting.value, help_of(setting));
  }
}

}  // namespace

void add_serve_command(CommandTree& tree, const Environment& environment) {
  auto serve = tree.add(
      "serve", "Server",
      "Serve all extensions of the definitions file over HTTP.\nRoutes: /status, /snapshot, "
      "/events and /ofrep for visitors, /overview, /session and /api/v1 for administrators, "
      "/healthz, /readyz, /metrics, and /sdk with the browser package. Changes in the store are "
      "served at once. "
      "Ends with "
      "Ctrl-C or SIGTERM, after the answers in flight.\nEvery option has an environment variable "
      "and may be a member of the config file (\"listen\": [\"0.0.0.0:8080\"]), and so may store, "
      "definitions and extension. An option wins over a variable, a variable over the file.");
  serve.option("--config", "FILE", "Settings as a JSON object. [env: PANCAKE_CONFIG]")
      .flag("--print-config",
            "Show what each setting is and where it comes from, without secrets, and exit.");
  for (const ServeSetting& setting : settings()) add_setting(serve, setting);
  serve
      .footer(
          "Examples:\n"
          "  pancake serve --definitions pancake.json\n"
          "  pancake --store redis://127.0.0.1/0 serve --listen 0.0.0.0:8080 \\\n"
          "      --token-file tokens --server-key-file keys\n"
          "  pancake serve --config /etc/pancake/config.json --print-config\n")
      .reads([environment](const Given& given) { return read_serve(given, environment); });
}

}  // namespace pancake
