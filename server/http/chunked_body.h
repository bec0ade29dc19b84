#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/limits.h"
#include "http/request_guard.h"

namespace pancake {

/// Takes a chunked body apart (RFC 9112, 7.1): a state machine that does no I/O.
///
///   size [;extension…] CRLF  data CRLF  …  0 [;extension…] CRLF  [trailer fields] CRLF
///
/// Every line ends with CRLF and is as the grammar says; extensions and trailer fields are read
/// past. Trailer fields that could be taken for a part of the head (Host, Content-Length, …)
/// are refused.
class ChunkedBody {
 public:
  enum class State { need_more, done, refused };

  /// Forgets the last body and waits for the next, which may have `most` bytes.
  void start(std::size_t most = max_body_bytes) {
    *this = ChunkedBody();
    most_ = most;
  }

  /// Takes from the front of `arrived` all that belongs to the body, gives how many bytes that
  /// were through `taken`, and appends the data to `body`.
  State advance(std::string_view arrived, std::size_t& taken, std::string& body);

  /// Why it was refused.
  [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }

 private:
  enum class Part { size, data, data_end, trailer, done };

  std::size_t take_data(std::string_view arrived, std::string& body);
  State take_line_byte(char byte, std::size_t body_size);
  State end_line(std::size_t body_size);
  State read_size(std::size_t body_size);
  State read_trailer();
  State refuse(unsigned status, std::string_view message);

  Part part_ = Part::size;
  std::size_t most_ = max_body_bytes;
  std::string line_;  ///< what has arrived of a line that is not data
  std::size_t data_left_ = 0;
  std::size_t extension_bytes_ = 0;
  std::size_t trailer_bytes_ = 0;
  Refusal refusal_;
};

}  // namespace pancake
