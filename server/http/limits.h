#pragma once

#include <chrono>
#include <cstddef>

namespace pancake {

/// What connections may take. The limits can be made smaller for tests.
struct Limits {
  std::chrono::milliseconds first_byte{10'000};  ///< of a new connection, with its TLS handshake
  std::chrono::milliseconds request{10'000};     ///< from a request's first byte to its last
  std::chrono::milliseconds idle{60'000};        ///< between two requests
  std::chrono::milliseconds write{30'000};       ///< for the peer to take an answer
  std::chrono::milliseconds deferred{30'000};    ///< for a store to carry something out
  std::chrono::milliseconds drain{10'000};       ///< for what is in flight at shutdown
  std::chrono::milliseconds heartbeat{15'000};   ///< between two signs of life on an event stream
  std::size_t event_streams = 16'384;            ///< of one thread
};

inline constexpr std::size_t max_head_bytes = 16'384;
inline constexpr std::size_t max_method_bytes = 32;
inline constexpr std::size_t max_target_bytes = 8'000;
inline constexpr std::size_t max_fields = 100;
inline constexpr std::size_t max_body_bytes = 65'536;
/// Of a request below /api/, which may bring a whole document (an import).
inline constexpr std::size_t max_document_bytes = 1'048'576;
/// Of a chunked body: one line with a chunk's size, all chunk extensions, all trailer fields.
inline constexpr std::size_t max_chunk_line_bytes = 256;
inline constexpr std::size_t max_chunk_extension_bytes = 4'096;
inline constexpr std::size_t max_trailer_bytes = 4'096;

}  // namespace pancake
