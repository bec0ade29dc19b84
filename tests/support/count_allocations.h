#pragma once

#include <cstddef>

namespace pancake::test {

/// How often this program has called operator new so far.
[[nodiscard]] std::size_t allocation_count() noexcept;

}  // namespace pancake::test
