#pragma once

#include <string_view>

namespace pancake {

/// A file that the page for people loads, as it stood in this folder when the program was built.
struct PageFile {
  std::string_view name;
  std::string_view type;  ///< Content-Type
  std::string_view text;
};

/// The file of this name; null if there is none.
[[nodiscard]] const PageFile* find_page_file(std::string_view name) noexcept;

}  // namespace pancake
