#pragma once

#include <chrono>
#include <cstddef>

namespace pancake {

/// What one connection may take. The times can be shortened for tests.
struct Limits {
  std::chrono::milliseconds first_byte{10'000};  ///< of a new connection
  std::chrono::milliseconds request{10'000};     ///< from a request's first byte to its last
  std::chrono::milliseconds idle{60'000};        ///< between two requests
  std::chrono::milliseconds write{30'000};       ///< for the peer to take an answer
  std::chrono::milliseconds drain{10'000};       ///< for what is in flight at shutdown
};

inline constexpr std::size_t max_head_bytes = 16'384;
inline constexpr std::size_t max_body_bytes = 65'536;

}  // namespace pancake
