#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/feature_table.h"

namespace pancake {

/// For whom the page is shown.
struct PageReader {
  std::string name;  ///< of the token; empty where none is needed
  bool may_write = false;
  bool signed_in = false;               ///< by the page's own session, so that it can be ended
  std::vector<std::string> extensions;  ///< that may be looked at
  std::string standing = {};            ///< why this is not what the store says; empty if it is
};

/// How many overrides of one flag the page is given; it says how many there are.
inline constexpr std::size_t most_shown_overrides = 200;

/// Everything that the page works with, in one reading:
///
///   {"extension":"pancake","revision":12,
///    "groups":[{"id":"user","candidates":["ann"]}],
///    "features":[{"kind":"flag","name":"BETA","description":"…","client":true,"default":false,
///                 "state":null,"problem":"…","override_count":1,
///                 "overrides":[{"group":"user","id":"ann","on":true}]}],
///    "problems":["…"],"caller":"ada","may_write":true,"signed_in":true,"extensions":["pancake"],
///    "standing":""}
///
/// `state` and `default` are true or false, a sample's a ratio, null where there is none;
/// `candidates` is null for a group without; `problem` stands only where there is one.
/// Switches, flags and samples as in the definitions: flags first. Full of object ids.
[[nodiscard]] std::string page_json(const FeatureTable& table, const PageReader& reader);

}  // namespace pancake
