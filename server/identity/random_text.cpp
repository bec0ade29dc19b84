#include "identity/random_text.h"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "identity/base64.h"

namespace pancake {

std::string random_text() {
  std::array<char, 32> bytes{};
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size()) != 1) {
    throw std::runtime_error("the system gives no random bits");
  }
  return to_base64url({bytes.data(), bytes.size()});
}

}  // namespace pancake
