#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "http/request_reader.h"

namespace pancake {

/// Reads a request out of `text` with `step` bytes arriving at a time, as a connection would.
struct Reading {
  RequestReader reader;
  RequestReader::State state = RequestReader::State::need_more;
  std::string rest;

  explicit Reading(std::string_view text, std::size_t step = 1 << 20) {
    reader.start();
    while (!text.empty() && !finished()) {
      const std::size_t size = std::min(step, text.size());
      put(text.substr(0, size));
      text.remove_prefix(size);
    }
    rest += text;
  }
  /// The same in two parts.
  Reading(std::string_view first, std::string_view second) {
    reader.start();
    put(first);
    if (!finished()) {
      put(second);
    } else {
      rest += second;
    }
  }
  [[nodiscard]] bool finished() const {
    return state == RequestReader::State::ready || state == RequestReader::State::refused;
  }

 private:
  void put(std::string_view bytes) {
    rest += bytes;
    // An exact copy, so that a sanitizer sees a read beyond the end.
    const auto exact = std::make_unique<char[]>(rest.size());
    std::copy(rest.begin(), rest.end(), exact.get());
    std::size_t taken = 0;
    state = reader.advance({exact.get(), rest.size()}, taken);
    rest.erase(0, taken);
  }
};

}  // namespace pancake
