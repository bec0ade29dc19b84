#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cli/command.h"
#include "cli/given.h"

namespace pancake {

/// A value, or the sentence that says what is wrong with the text given for it, as click words
/// it: "Invalid value for '--limit': 'x' is not a valid integer."
template <typename T>
using OptionValue = tl::expected<T, std::string>;

[[nodiscard]] tl::unexpected<std::string> invalid_value(std::string_view parameter,
                                                        std::string_view sentence);

/// A ratio, 0 to 100, written as Python's float() reads it. `parameter` is "VALUE" or "--default".
[[nodiscard]] OptionValue<double> ratio_value(std::string_view parameter, const std::string& text);

/// The same without the words "Invalid value for …" above what is wrong.
[[nodiscard]] OptionValue<unsigned> read_count(const std::string& text, unsigned least,
                                               unsigned most);
[[nodiscard]] std::optional<std::string> not_one_of(const std::string& text,
                                                    const std::vector<std::string>& choices);

/// A whole number of plain digits between two bounds.
[[nodiscard]] OptionValue<unsigned> count_value(std::string_view parameter, const std::string& text,
                                                unsigned least, unsigned most);

/// A revision: a whole number of plain digits, up to the largest of 64 bits.
[[nodiscard]] OptionValue<std::uint64_t> revision_value(std::string_view parameter,
                                                        const std::string& text);

/// One of a few words.
[[nodiscard]] OptionValue<std::string> choice_value(std::string_view parameter,
                                                    const std::string& text,
                                                    const std::vector<std::string>& choices);

/// What `--kind` says: switch, flag or sample; no kind if it was not given.
[[nodiscard]] OptionValue<std::optional<FeatureKind>> kind_value(const Given& given);

/// What `--group G=ID` and `--visitor KEY` say. The first "=" ends the group's name; everything
/// behind it is the id, which may be empty. A group may be given once.
[[nodiscard]] OptionValue<GivenVisitor> visitor_value(const Given& given);

}  // namespace pancake
