#pragma once

#include <string>
#include <string_view>

#include "sync/feature_table.h"

namespace pancake {

/// The JSON body of `/overview` and of `pancake overview --json`: flask-pancake 0.5.2's fields
/// (sorted keys, ASCII, final newline). What we know beyond them (`problem`, `discovered`,
/// `problems`) stands only where there is something to say, so that an overview without
/// problems reads as there.
[[nodiscard]] std::string overview_json(const FeatureTable& table);

/// The page for people: `/overview` for a browser. Complete HTML, readable without JavaScript,
/// every text escaped. `url_prefix` is what all routes are below; `standing` says why this is not
/// what the store says, and is empty if it is.
[[nodiscard]] std::string overview_html(const FeatureTable& table, std::string_view url_prefix,
                                        std::string_view standing = {});

}  // namespace pancake
