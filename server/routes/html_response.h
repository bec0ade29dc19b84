#pragma once

#include <string>

#include "http/response.h"

namespace pancake {

/// A page for people, which nobody may keep, under the policy of all pages: its own files alone.
[[nodiscard]] Response html_response(Status status, std::string html);

}  // namespace pancake
