#include "sync/stored_value.h"

#include "python/float_text.h"
#include "python/utf8.h"

namespace pancake {

namespace {

/// Anybody may have written the text, and it goes into messages: cut, and without anything
/// that a terminal or a log could take for its own.
std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string shown = "'";
  for (std::size_t position = 0; position < text.size();) {
    if (shown.size() > longest) {
      shown += "...";
      break;
    }
    const auto point = next_code_point(text, position);
    if (!point) ++position;
    const bool printable = point && *point >= 0x20 && (*point < 0x7F || *point > 0x9F);
    append_utf8(shown, printable ? *point : U'?');
  }
  return shown + "'";
}

ValueReading unusable(std::string why) { return {std::nullopt, std::move(why)}; }

}  // namespace

ValueReading read_value(FeatureKind kind, const StoredValue& stored) {
  if (stored.wrong_type) return unusable("holds a Redis " + stored.text);
  if (kind != FeatureKind::sample) {
    if (stored.text == "0") return {0, std::nullopt};
    if (stored.text == "1") return {1, std::nullopt};
    return unusable(quoted(stored.text) + " is neither 0 nor 1");
  }
  const auto ratio = parse_float(stored.text);
  if (!ratio) return unusable(quoted(stored.text) + " is not a number");
  if (!(*ratio >= 0 && *ratio <= 100)) {
    return unusable(quoted(stored.text) + " is outside 0 to 100");
  }
  return {*ratio, std::nullopt};
}

}  // namespace pancake
