#include "cli/setting_value.h"

#include <algorithm>

#include "cli/option_values.h"
#include "cli/quantities.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

using Problem = std::optional<std::string>;

Problem not_between(const std::string& text, const std::string& least, const std::string& most) {
  return text + " is not in the range " + least + "<=x<=" + most + ".";
}

/// Sets the member of each kind.
struct SetValue {
  const std::vector<std::string>& texts;
  ServeOptions& options;

  Problem operator()(const TextSetting& kind) const {
    auto text = texts.back();
    if (kind.check != nullptr) {
      if (auto problem = kind.check(text)) return problem;
    }
    options.*kind.member = std::move(text);
    return std::nullopt;
  }
  Problem operator()(const ListSetting& kind) const {
    auto values = texts;
    for (auto& text : values) {
      if (kind.check == nullptr) break;
      if (auto problem = kind.check(text)) return problem;
    }
    options.*kind.member = std::move(values);
    return std::nullopt;
  }
  Problem operator()(const CountSetting& kind) const {
    const auto count = read_count(texts.back(), kind.least, kind.most);
    if (!count) return count.error();
    options.*kind.member = *count;
    return std::nullopt;
  }
  Problem operator()(const DurationSetting& kind) const {
    const auto& text = texts.back();
    const auto duration = read_duration(text);
    if (!duration) return text_repr(text) + " is not a duration like 5s, 500ms or 2m.";
    if (*duration < kind.least || *duration > kind.most)
      return not_between(text, duration_text(kind.least), duration_text(kind.most));
    options.*kind.member = *duration;
    return std::nullopt;
  }
  Problem operator()(const SizeSetting& kind) const {
    const auto& text = texts.back();
    const auto size = read_size(text);
    if (!size) return text_repr(text) + " is not a size like 65536, 64k or 1M.";
    if (*size < kind.least || *size > kind.most)
      return not_between(text, size_text(kind.least), size_text(kind.most));
    options.*kind.member = *size;
    return std::nullopt;
  }
  Problem operator()(const ChoiceSetting& kind) const {
    if (auto problem = not_one_of(texts.back(), kind.choices)) return problem;
    options.*kind.member = texts.back();
    return std::nullopt;
  }
  Problem operator()(const TruthSetting& kind) const {
    const auto& text = texts.back();
    const bool yes = text == "true" || text == "1" || text == "yes" || text == "on";
    const bool no = text == "false" || text == "0" || text == "no" || text == "off";
    if (!yes && !no) return text_repr(text) + " is not one of 'true', 'false'.";
    options.*kind.member = yes;
    return std::nullopt;
  }
  Problem operator()(const PathSetting& kind) const {
    options.*kind.member = texts.back();
    return std::nullopt;
  }
  Problem operator()(const SecretLinesSetting&) const { return std::nullopt; }
};

using Texts = std::vector<std::string>;

/// Shows the member of each kind.
struct ValueOf {
  const ServeOptions& options;

  Texts operator()(const TextSetting& kind) const { return unless_empty(options.*kind.member); }
  Texts operator()(const ListSetting& kind) const { return options.*kind.member; }
  Texts operator()(const CountSetting& kind) const {
    return {std::to_string(options.*kind.member)};
  }
  Texts operator()(const DurationSetting& kind) const {
    return {duration_text(options.*kind.member)};
  }
  Texts operator()(const SizeSetting& kind) const { return {size_text(options.*kind.member)}; }
  Texts operator()(const ChoiceSetting& kind) const { return unless_empty(options.*kind.member); }
  Texts operator()(const TruthSetting& kind) const {
    return {options.*kind.member ? "true" : "false"};
  }
  Texts operator()(const PathSetting& kind) const {
    const auto& path = options.*kind.member;
    return path ? Texts{*path} : Texts{};
  }
  Texts operator()(const SecretLinesSetting&) const { return {}; }

  static Texts unless_empty(const std::string& text) {
    return text.empty() ? Texts{} : Texts{text};
  }
};

}  // namespace

std::optional<std::string> set_value(const ServeSetting& setting,
                                     const std::vector<std::string>& texts, ServeOptions& options) {
  return std::visit(SetValue{texts, options}, setting.kind);
}

std::vector<std::string> value_of(const ServeSetting& setting, const ServeOptions& options) {
  return std::visit(ValueOf{options}, setting.kind);
}

void copy_value(const ServeSetting& setting, const ServeOptions& from, ServeOptions& to) {
  std::visit([&](const auto& kind) { to.*kind.member = from.*kind.member; }, setting.kind);
}

std::string default_of(const ServeSetting& setting) {
  if (!setting.fallback.empty()) return setting.fallback;
  if (std::holds_alternative<TruthSetting>(setting.kind)) return "";
  std::string text;
  for (const auto& value : value_of(setting, ServeOptions{}))
    text += (text.empty() ? "" : ", ") + value;
  return text;
}

}  // namespace pancake
