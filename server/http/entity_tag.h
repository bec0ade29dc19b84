#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// Whether an `If-None-Match` header names this entity tag (given with its quotes), so that
/// 304 is the answer: `*`, or a list in which it stands. Weak and strong ones are the same here
/// (RFC 9110, 13.1.2).
[[nodiscard]] bool names_entity_tag(std::string_view if_none_match, std::string_view etag);

/// The first of the tags it names that begins in this way, as a weak one; `*` names none.
[[nodiscard]] std::optional<std::string> named_entity_tag_from(std::string_view if_none_match,
                                                               std::string_view beginning);

}  // namespace pancake
