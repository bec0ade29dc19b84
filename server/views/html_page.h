#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// A complete HTML document around `main`, which is HTML already; `title` is plain text.
[[nodiscard]] std::string html_page(std::string_view title, std::string_view main);

/// The style of every page, as it stands between <style> and </style>. The policy that goes
/// with a page allows nothing but this text, by its SHA-256 (`Content-Security-Policy`).
[[nodiscard]] std::string_view page_style() noexcept;

}  // namespace pancake
