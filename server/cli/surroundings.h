#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "cli/environment.h"
#include "error.h"
#include "serve/serve.h"
#include "store/store.h"

namespace pancake {

/// Everything outside the program that a command touches, files and sockets apart: the process
/// gives the real things, a test its own.
struct Surroundings {
  Environment environment;
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  std::function<std::string()> user_name;      ///< asked only by commands that write
  std::function<std::uint32_t()> random_bits;  ///< for the key of a visitor never seen before
  std::function<Result<void>(const ServeOptions&, const ReadAgain&)> serve;
  /// Used in place of the store that the options name; null: that one is opened.
  Store* store = nullptr;
};

}  // namespace pancake
