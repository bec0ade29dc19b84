#include "routes/ofrep/evaluation_tag.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>

namespace pancake::ofrep {
namespace {

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view text) {
  Digest digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return digest;
}

void append(std::string& out, const Digest& digest) {
  out.append(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace

std::string evaluation_tag(std::string_view asked, std::string_view answered) {
  // Digests have one length, so that nothing can move from one text into the other.
  std::string both;
  append(both, sha256(asked));
  append(both, sha256(answered));
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t kept = 16;
  const Digest digest = sha256(both);
  std::string tag = "\"";
  for (std::size_t byte = 0; byte < kept; ++byte) {
    tag += digits[digest[byte] >> 4U];
    tag += digits[digest[byte] & 15U];
  }
  return tag + '"';
}

}  // namespace pancake::ofrep
