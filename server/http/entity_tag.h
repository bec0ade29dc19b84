#pragma once

#include <string_view>

namespace pancake {

/// Whether an `If-None-Match` header names this entity tag (given with its quotes), so that
/// 304 is the answer: `*`, or a list in which it stands. Weak and strong ones are the same here
/// (RFC 9110, 13.1.2).
[[nodiscard]] bool names_entity_tag(std::string_view if_none_match, std::string_view etag);

/// The same of all tags that begin in this way.
[[nodiscard]] bool names_entity_tag_from(std::string_view if_none_match,
                                         std::string_view beginning);

}  // namespace pancake
