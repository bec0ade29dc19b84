#include "identity/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstring>

namespace pancake {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char digit) {
  if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
  const auto at = hex_digits.find(digit);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

Sha256 Sha256::of(std::string_view text) {
  Sha256 digest;
  EVP_Digest(text.data(), text.size(), digest.bytes_.data(), nullptr, EVP_sha256(), nullptr);
  return digest;
}

std::optional<Sha256> Sha256::from_hex(std::string_view hex) {
  Sha256 digest;
  if (hex.size() != 2 * digest.bytes_.size()) return std::nullopt;
  for (std::size_t at = 0; at < digest.bytes_.size(); ++at) {
    const int high = hex_value(hex[2 * at]);
    const int low = hex_value(hex[2 * at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest.bytes_[at] = static_cast<unsigned char>(high * 16 + low);
  }
  return digest;
}

std::string Sha256::hex() const {
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const unsigned char byte : bytes_) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

bool Sha256::operator==(const Sha256& other) const noexcept {
  return CRYPTO_memcmp(bytes_.data(), other.bytes_.data(), bytes_.size()) == 0;
}

std::size_t Sha256::bucket() const noexcept {
  std::size_t part = 0;
  std::memcpy(&part, bytes_.data(), sizeof part);
  return part;
}

}  // namespace pancake
