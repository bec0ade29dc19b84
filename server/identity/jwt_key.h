#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"

namespace pancake {

/// The signatures that are understood (RFC 7518, 3.1). `none` is not among them.
enum class JwtAlgorithm : std::uint8_t {
  hs256,  ///< HMAC with SHA-256 and a secret of at least 32 bytes
  rs256,  ///< RSASSA-PKCS1-v1_5 with SHA-256 and a key of at least 2048 bits
  es256,  ///< ECDSA with SHA-256 on the curve P-256
};

/// The algorithm of this name, as a token's header says it; no value for any other.
[[nodiscard]] std::optional<JwtAlgorithm> jwt_algorithm(std::string_view name) noexcept;

/// A key that tokens are verified with. What a key is decides its one algorithm when it is read:
/// a token chooses among keys, never how a key is used. So a public key is never taken for the
/// secret of HS256.
///
/// Signatures are OpenSSL's (EVP), which the server has for TLS and cookies anyway. The JOSE
/// libraries of Debian 12 were looked at: libjwt 1.10 and libcpp-jwt 1.4 read no JWK, libjose 11
/// makes the key anew at each verification and writes to stderr, cjose 0.6.2.1 lacks the checks
/// that its upstream added since (length of ECDSA signatures, algorithm against key, `crit`). All
/// of them leave to the caller what is here besides OpenSSL: which key may do what, and the claims.
class JwtKey {
 public:
  /// From the content of a key file: a public key or certificate in PEM, else a secret for HS256,
  /// which is the text without the line break at its end. Error bad_value: it says what is wrong
  /// and shows nothing of the file.
  [[nodiscard]] static Result<JwtKey> from_key_file(std::string_view content);
  /// From a JWK set (RFC 7517): every key that can verify one of the algorithms; others (for
  /// encryption, of other curves) are passed over. Error bad_value: no JWK set, a key that does
  /// not hold together, or none left.
  [[nodiscard]] static Result<std::vector<JwtKey>> from_jwks(std::string_view json);

  [[nodiscard]] JwtAlgorithm algorithm() const noexcept { return algorithm_; }
  /// The name by which tokens ask for it; no value for keys of key files, which have none.
  [[nodiscard]] const std::optional<std::string>& kid() const noexcept { return kid_; }

  /// Whether `signature` (raw bytes, as RFC 7518 has them) is this key's for `signed_text`.
  /// Any thread may ask.
  [[nodiscard]] bool verifies(std::string_view signed_text, std::string_view signature) const;

 private:
  friend class JwkReader;
  using PublicKey = std::shared_ptr<EVP_PKEY>;
  JwtKey(JwtAlgorithm algorithm, PublicKey key) : algorithm_(algorithm), key_(std::move(key)) {}
  static Result<JwtKey> of_public_key(PublicKey key);
  static Result<JwtKey> of_secret(std::string_view secret);

  JwtAlgorithm algorithm_;
  PublicKey key_;       ///< rs256, es256
  std::string secret_;  ///< hs256
  std::optional<std::string> kid_;
};

}  // namespace pancake
