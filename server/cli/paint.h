#pragma once

#include <string>
#include <string_view>

#include "cli/environment.h"

namespace pancake {

/// Colours of words on a terminal, those of flask-pancake 0.5.2.
enum class Colour : unsigned char { red = 31, green = 32, yellow = 33, blue = 34 };

/// Puts colour on words, or leaves them as they are.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  [[nodiscard]] std::string operator()(Colour colour, std::string_view word) const {
    if (!on_) return std::string(word);
    return "\x1b[" + std::to_string(static_cast<unsigned>(colour)) + "m" + std::string(word) +
           "\x1b[0m";
  }

 private:
  bool on_;
};

/// Colour on a terminal that knows it, unless NO_COLOR is set to something (no-color.org).
[[nodiscard]] inline Paint paint_for(bool out_is_terminal, const Environment& environment) {
  const bool wanted = !text_in(environment, "NO_COLOR") && environment("TERM") != "dumb";
  return Paint(out_is_terminal && wanted);
}

}  // namespace pancake
