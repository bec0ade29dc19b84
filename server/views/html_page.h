#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// What surrounds a page for people.
struct PageFrame {
  std::string_view title;
  std::string_view url_prefix;  ///< of all routes: where the page finds its files and the API
  std::string_view extension;
  bool asks_to_sign_in = false;  ///< the page has nothing to show yet
};

/// A complete HTML document around `main`, which is HTML already; everything else is plain text.
/// Its script and style are files of their own (page/), so that a policy can forbid all others.
[[nodiscard]] std::string html_page(const PageFrame& frame, std::string_view main);

/// The page that somebody without a token is given in place of an overview. `refusal`: why the
/// token before was not taken; empty the first time.
[[nodiscard]] std::string sign_in_html(std::string_view url_prefix, std::string_view extension,
                                       std::string_view refusal = {});

}  // namespace pancake
