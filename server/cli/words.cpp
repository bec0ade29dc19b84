#include "cli/words.h"

#include "python/float_text.h"
#include "python/text_repr.h"
#include "store/change_log.h"

namespace pancake {

namespace {

std::string named(FeatureKind kind, const std::string& name) {
  return std::string(capitalized(kind)) + " '" + shown(name) + "'";
}

std::string enabled_or_disabled(bool on, const Paint& paint) {
  return on ? paint(Colour::green, "enabled") : paint(Colour::red, "disabled");
}

/// Words for each kind of change.
class Done {
 public:
  explicit Done(const Paint& paint) : paint_(paint) {}

  std::string operator()(const SetState& change) const {
    if (change.kind == FeatureKind::sample) {
      return named(change.kind, change.name) + " set to '" + paint_(Colour::blue, change.text) +
             "'.";
    }
    return named(change.kind, change.name) + " " + enabled_or_disabled(change.text == "1", paint_) +
           ".";
  }
  std::string operator()(const ClearState& change) const {
    return named(change.kind, change.name) + " " + paint_(Colour::yellow, "cleared") + ".";
  }
  std::string operator()(const SetOverride& change) const {
    return object(change) + " " + enabled_or_disabled(change.on, paint_) + ".";
  }
  std::string operator()(const ClearOverride& change) const {
    return object(change) + " " + paint_(Colour::yellow, "cleared") + ".";
  }
  std::string operator()(const ClearOverrides& change) const {
    return "All objects in group '" + shown(change.group) + "' for flag '" + shown(change.flag) +
           "' " + paint_(Colour::yellow, "cleared") + ".";
  }
  std::string operator()(const Define& change) const {
    FeatureRow row;
    row.definition = change.definition;
    return named(change.definition.kind, change.definition.name) + " " +
           paint_(Colour::green, "defined") +
           " (default: " + default_words(change.definition.kind, row, paint_) + ").";
  }
  std::string operator()(const Undefine& change) const {
    return named(change.kind, change.name) + " " + paint_(Colour::yellow, "undefined") + ".";
  }

 private:
  template <typename OverrideChange>
  static std::string object(const OverrideChange& change) {
    return "Object " + text_repr(change.object_id) + " in group '" + shown(change.group) +
           "' for flag '" + shown(change.flag) + "'";
  }

  const Paint& paint_;
};

}  // namespace

std::string yes_or_no(std::optional<bool> setting, const Paint& paint) {
  if (!setting) return paint(Colour::yellow, "N/A");
  return *setting ? paint(Colour::green, "Yes") : paint(Colour::red, "No");
}

std::string value_words(FeatureKind kind, const FeatureRow& row, const Paint& paint) {
  const auto value = row.value();
  if (!value || kind != FeatureKind::sample)
    return yes_or_no(value ? std::optional(*value != 0) : std::nullopt, paint);
  return paint(Colour::blue, float_text(*value));
}

std::string default_words(FeatureKind kind, const FeatureRow& row, const Paint& paint) {
  const auto& fallback = row.definition.fallback;
  if (!fallback) return "-";
  if (kind == FeatureKind::sample) return paint(Colour::blue, fallback->text);
  return yes_or_no(fallback->number != 0, paint);
}

std::string command_words(const LogEntry& entry) {
  std::string action = entry.action;
  for (char& c : action) c = c == '_' ? '-' : c;
  if (entry.feature.empty()) return shown(action);
  auto text = std::string(plural(entry.kind)) + " " + shown(action) + " " + shown(entry.feature);
  if (!entry.group.empty()) {
    text += " " + shown(entry.group);
    if (entry.action != "clear_all_group") text += " " + text_repr(entry.object_id);
    return text;
  }
  const bool says_more = entry.action == "set" || entry.action == "define";
  return says_more ? text + " " + shown(entry.to.value_or("")) : text;
}

std::string command_words(const Change& change) { return command_words(log_entry(change, {})); }

std::string done_words(const Change& change, const Paint& paint) {
  return std::visit(Done(paint), change);
}

std::string stored_words(bool is_definition, FeatureKind kind, const StoredText& text) {
  if (!text) return "-";
  const bool is_setting = !is_definition && kind != FeatureKind::sample;
  if (is_setting && *text == "1") return "on";
  if (is_setting && *text == "0") return "off";
  return shown(*text);
}

}  // namespace pancake
