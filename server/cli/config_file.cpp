#include "cli/config_file.h"

#include <filesystem>

#include "cli/setting_value.h"
#include "cli/settings.h"
#include "cli/whole_file.h"
#include "definitions/field_reader.h"

namespace pancake {

namespace {

using Texts = std::vector<std::string>;

Texts one(std::optional<std::string> text) { return text ? Texts{*std::move(text)} : Texts{}; }

bool is_number(const Field& field) {
  return field.node().kind == LocatedJson::Kind::scalar && field.node().value.is_number();
}

/// The texts that a member stands for; none, and an error, if it is of another kind.
struct MemberTexts {
  const Field& field;
  const std::filesystem::path& folder;

  Texts operator()(const TextSetting&) const { return one(field.text()); }
  Texts operator()(const ChoiceSetting&) const { return one(field.text()); }
  Texts operator()(const ListSetting& list) const {
    if (field.node().kind != LocatedJson::Kind::array) {
      return list.are_paths ? path(field) : one(field.text());
    }
    Texts texts;
    for (const Field& entry : field.entries()) {
      for (auto& text : list.are_paths ? path(entry) : one(entry.text())) {
        texts.push_back(std::move(text));
      }
    }
    if (texts.empty()) field.wrong("is an empty list");
    return texts;
  }
  Texts operator()(const CountSetting&) const {
    const auto number = field.integer();
    return number ? Texts{std::to_string(*number)} : Texts{};
  }
  Texts operator()(const DurationSetting&) const { return number_or_text(); }
  Texts operator()(const SizeSetting&) const { return number_or_text(); }
  Texts operator()(const TruthSetting&) const {
    const auto truth = field.truth();
    return truth ? Texts{*truth ? "true" : "false"} : Texts{};
  }
  Texts operator()(const PathSetting&) const { return path(field); }
  Texts operator()(const SecretLinesSetting&) const { return path(field); }

  [[nodiscard]] Texts number_or_text() const {
    return is_number(field) ? Texts{field.node().value.dump()} : one(field.text());
  }
  /// An empty path, which says that there is none, stays one.
  [[nodiscard]] Texts path(const Field& said) const {
    auto text = said.text();
    if (text && !text->empty()) text = (folder / *text).lexically_normal().string();
    return one(std::move(text));
  }
};

std::vector<std::string_view> names_of_settings() {
  std::vector<std::string_view> names;
  for (const ServeSetting& setting : settings()) names.push_back(setting.name);
  return names;
}

}  // namespace

Result<GivenSettings> read_config_file(const std::string& path) {
  const auto bytes = read_whole_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto span = bytes->span();
  const auto root =
      parse_located_json({reinterpret_cast<const char*>(span.data()), span.size()}, path);
  if (!root) return tl::unexpected(root.error());

  FieldErrors errors(path);
  GivenSettings given;
  ServeOptions tried;
  const auto folder = std::filesystem::path(path).parent_path();
  for (const Field& member : Field(*root, "", errors).members(names_of_settings())) {
    const ServeSetting& setting = *find_setting(member.key());
    auto texts = std::visit(MemberTexts{member, folder}, setting.kind);
    if (texts.empty()) continue;
    if (const auto problem = set_value(setting, texts, tried)) member.wrong(*problem);
    const auto line = std::to_string(member.node().line);
    given[setting.name] = {SettingSource::file, path + ":" + line + ": " + setting.name,
                           std::move(texts)};
  }
  if (const auto* error = errors.first()) return tl::unexpected(*error);
  return given;
}

}  // namespace pancake
