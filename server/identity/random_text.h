#pragma once

#include <string>

namespace pancake {

/// 256 bits of the system's generator as 43 base64url characters: a token or session id that
/// nobody guesses. Throws std::runtime_error if the generator fails; nothing secret may be made
/// of worse randomness.
[[nodiscard]] std::string random_text();

}  // namespace pancake
