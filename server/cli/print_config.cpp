#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/serve_settings.h"
#include "cli/setting_value.h"
#include "cli/settings.h"
#include "cli/text_table.h"
#include "cli/words.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

constexpr const char* hidden = "(set)";

/// A store's URL without user and password: "redis://(set)@127.0.0.1:6379/0".
std::string without_password(const std::string& url) {
  const auto scheme = url.find("://");
  const auto at = url.rfind('@');
  if (scheme == std::string::npos || at == std::string::npos || at < scheme) return url;
  return url.substr(0, scheme + 3) + hidden + url.substr(at);
}

/// A setting as it is shown.
struct Line {
  std::string name;
  std::vector<std::string> values;  ///< none: not set
  bool is_list;
  std::string from;
  std::string fallback;  ///< what holds where there is no value, in words
};

std::vector<Line> lines_of(const Serve& command, const GivenSettings& given) {
  std::vector<Line> lines;
  ServeOptions effective;
  effective.state_dir = default_state_dir;
  for (const ServeSetting& setting : settings()) {
    const bool is_list = std::holds_alternative<ListSetting>(setting.kind);
    const auto* secret = std::get_if<SecretLinesSetting>(&setting.kind);
    const auto found = given.find(setting.name);
    Line line{setting.name, {}, is_list, "default", default_of(setting)};
    if (found != given.end()) {
      // Read before without a problem.
      (void)set_value(setting, found->second.texts, effective);
      line.from = found->second.place;
    }
    line.values = value_of(setting, effective);
    if (secret != nullptr && found != given.end()) line.values = found->second.texts;
    for (auto& value : line.values) value = without_password(value);
    lines.push_back(std::move(line));
    if (secret != nullptr && command.secrets.contains(setting.name))
      lines.push_back({secret->variable, {hidden}, false, secret->variable, {}});
  }
  return lines;
}

ordered_json value_json(const Line& line) {
  if (line.is_list) return line.values;
  return line.values.empty() ? ordered_json(nullptr) : ordered_json(line.values.front());
}

}  // namespace

Result<void> print_config(const Serve& command, const GlobalOptions& options,
                          Surroundings& surroundings) {
  const auto given = gather_settings(command, options);
  if (!given) return tl::unexpected(given.error());
  const auto lines = lines_of(command, *given);
  if (options.json) {
    auto json = ordered_json::object();
    for (const Line& line : lines)
      json[line.name] = {{"value", value_json(line)}, {"from", line.from}};
    write_json_line(surroundings.out, json);
    return {};
  }
  TextTable table("", {"SETTING", "VALUE", "FROM"});
  for (const Line& line : lines) {
    std::string values;
    for (const auto& value : line.values) values += (values.empty() ? "" : ", ") + shown(value);
    if (values.empty() && line.from == "default") values = line.fallback;
    table.add({line.name, values.empty() ? "-" : values, shown(line.from)});
  }
  table.write(surroundings.out);
  return {};
}

}  // namespace pancake
