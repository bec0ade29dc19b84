#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/kind_words.h"
#include "cli/paint.h"
#include "store/store.h"
#include "sync/feature_table.h"
#include "views/shown_text.h"

namespace pancake {

/// "Yes" in green, "No" in red, "N/A" in yellow.
[[nodiscard]] std::string yes_or_no(std::optional<bool> setting, const Paint& paint);

/// What a row says to everybody: yes or no, or the ratio in blue ("42.0"); "N/A" if nothing.
[[nodiscard]] std::string value_words(FeatureKind kind, const FeatureRow& row, const Paint& paint);

/// A default as flask-pancake shows it: "Yes", "42"; "-" where nobody defined the feature.
[[nodiscard]] std::string default_words(FeatureKind kind, const FeatureRow& row,
                                        const Paint& paint);

/// The line that says that a change is done, as flask-pancake 0.5.2 words it:
/// "Object '42' in group 'user' for flag 'X' enabled."
[[nodiscard]] std::string done_words(const Change& change, const Paint& paint);

/// An entry of the log as its command, with the words that could be misread quoted:
/// "flags enable-group CHECKOUT user '42'".
[[nodiscard]] std::string command_words(const LogEntry& entry);
[[nodiscard]] std::string command_words(const Change& change);

/// What is stored at a place, for people: "on", "off", "12.5", a definition's JSON; "-" for
/// nothing.
[[nodiscard]] std::string stored_words(bool is_definition, FeatureKind kind,
                                       const StoredText& text);

}  // namespace pancake
