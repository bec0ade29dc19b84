#include "cli/option_values.h"

#include <algorithm>
#include <charconv>

#include "python/text_float.h"
#include "python/text_repr.h"
#include "store/kind_text.h"

namespace pancake {

tl::unexpected<std::string> invalid_value(std::string_view parameter, std::string_view sentence) {
  return tl::unexpected("Invalid value for '" + std::string(parameter) +
                        "': " + std::string(sentence));
}

OptionValue<double> ratio_value(std::string_view parameter, const std::string& text) {
  const auto ratio = parse_typed_float(text);
  if (!ratio) return invalid_value(parameter, text_repr(text) + " is not a valid float.");
  // Not a number fails this comparison too.
  if (!(*ratio >= 0 && *ratio <= 100))
    return invalid_value(parameter, "Value for sample must be in the range [0, 100].");
  return *ratio;
}

OptionValue<unsigned> read_count(const std::string& text, unsigned least, unsigned most) {
  unsigned count = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  const bool too_large = read.ec == std::errc::result_out_of_range;
  if (read.ptr != end || (read.ec != std::errc{} && !too_large))
    return tl::unexpected(text_repr(text) + " is not a valid integer.");
  if (too_large || count < least || count > most) {
    return tl::unexpected(text + " is not in the range " + std::to_string(least) +
                          "<=x<=" + std::to_string(most) + ".");
  }
  return count;
}

OptionValue<unsigned> count_value(std::string_view parameter, const std::string& text,
                                  unsigned least, unsigned most) {
  auto count = read_count(text, least, most);
  if (!count) return invalid_value(parameter, count.error());
  return count;
}

OptionValue<std::uint64_t> revision_value(std::string_view parameter, const std::string& text) {
  std::uint64_t revision = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, revision);
  if (text.empty() || read.ptr != end || read.ec != std::errc{})
    return invalid_value(parameter, text_repr(text) + " is not a revision, a whole number.");
  return revision;
}

std::optional<std::string> not_one_of(const std::string& text,
                                      const std::vector<std::string>& choices) {
  if (std::ranges::find(choices, text) != choices.end()) return std::nullopt;
  std::string words;
  for (const auto& choice : choices) words += (words.empty() ? "'" : ", '") + choice + "'";
  return text_repr(text) + " is not one of " + words + ".";
}

OptionValue<std::string> choice_value(std::string_view parameter, const std::string& text,
                                      const std::vector<std::string>& choices) {
  if (const auto problem = not_one_of(text, choices)) return invalid_value(parameter, *problem);
  return text;
}

OptionValue<std::optional<FeatureKind>> kind_value(const Given& given) {
  const auto text = given.option("--kind");
  if (!text) return std::nullopt;
  const auto word = choice_value("--kind", *text, {"switch", "flag", "sample"});
  if (!word) return tl::unexpected(word.error());
  return kind_from_text(*word);
}

OptionValue<GivenVisitor> visitor_value(const Given& given) {
  GivenVisitor visitor;
  visitor.key = given.option("--visitor");
  for (const auto& text : given.options("--group")) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      return invalid_value("--group",
                           text_repr(text) + " is not of the form GROUP=ID, like user=42.");
    }
    auto group = text.substr(0, equals);
    const auto same = [&group](const auto& id) { return id.first == group; };
    if (std::ranges::any_of(visitor.ids, same)) {
      return invalid_value("--group",
                           "group " + text_repr(group) + " has two ids; a visitor has one.");
    }
    visitor.ids.emplace_back(std::move(group), text.substr(equals + 1));
  }
  return visitor;
}

}  // namespace pancake
