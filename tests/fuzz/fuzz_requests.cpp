// Any bytes as those of a connection: refused, or read into requests that pass the rules, and the
// same ones however the bytes are cut into pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_reader.h"

namespace {

using namespace pancake;
using State = RequestReader::State;

/// What was read out of a connection.
struct Read {
  std::vector<std::string> requests;
  bool refused = false;

  bool operator==(const Read&) const = default;
};

void check(const Request& request) {
  if (request.path.empty() || (request.path != "*" && !request.path.starts_with('/'))) {
    __builtin_trap();
  }
  if (request.count("Host") > 1 || (request.version == 11 && request.count("Host") != 1)) {
    __builtin_trap();
  }
  if (request.count("Content-Length") > 0 && request.count("Transfer-Encoding") > 0) {
    __builtin_trap();
  }
  for (const auto& [name, value] : request.fields) {
    const auto bad = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    if (name.empty() || std::ranges::any_of(value, bad) || std::ranges::any_of(name, bad)) {
      __builtin_trap();
    }
  }
  // Whatever routes ask of a request.
  static_cast<void>(request.query_parameter("scope"));
  static_cast<void>(request.cookie("pancake"));
  static_cast<void>(request.joined_fields("Accept", ","));
}

std::string written(const Request& request) {
  std::string text = std::to_string(static_cast<int>(request.method)) + " ";
  text.append(request.path).append("?").append(request.query).append("\n");
  for (const auto& [name, value] : request.fields) {
    text.append(name).append(":").append(value).append("\n");
  }
  return text + "\n" + request.body;
}

/// Reads all of a connection whose bytes arrive `step` at a time.
Read read_all(std::string_view bytes, std::size_t step) {
  Read read;
  RequestReader reader;
  reader.start();
  std::string held;
  while (true) {
    // An exact copy, so that a sanitizer sees a read beyond the end.
    const auto exact = std::make_unique<char[]>(held.size());
    std::ranges::copy(held, exact.get());
    std::size_t taken = 0;
    const State state = reader.advance({exact.get(), held.size()}, taken);
    if (taken > held.size()) __builtin_trap();
    held.erase(0, taken);
    if (state == State::refused) {
      if (reader.refusal().status < 400) __builtin_trap();
      read.refused = true;
      return read;
    }
    if (state == State::ready) {
      check(reader.request());
      read.requests.push_back(written(reader.request()));
      if (!reader.keep_alive()) return read;
      reader.start();
      if (!held.empty()) continue;
    }
    if (state == State::need_continue && !held.empty()) continue;
    if (bytes.empty()) return read;
    const auto piece = bytes.substr(0, std::min(step, bytes.size()));
    bytes.remove_prefix(piece.size());
    held += piece;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  // Many small pieces of much text would take long, and say no more.
  const std::size_t step = 1 + data[0] % 16 + bytes.size() / 256;
  if (read_all(bytes, bytes.size() + 1) != read_all(bytes, step)) __builtin_trap();
  return 0;
}
