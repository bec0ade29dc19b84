#include "identity/jwt_key.h"

#include <algorithm>

#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>

namespace pancake {
namespace {

constexpr std::size_t min_secret_bytes = 32;  // RFC 7518, 3.2: the size of the hash
constexpr int min_rsa_bits = 2048;            // RFC 7518, 3.3
constexpr std::size_t es256_part_bytes = 32;

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;

Bio reader_of(std::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// The public key of a PEM text, or null. Never asks for a pass phrase.
EVP_PKEY* pem_public_key(std::string_view pem) {
  const auto silent = [](char*, int, int, void*) { return -1; };
  if (EVP_PKEY* key = PEM_read_bio_PUBKEY(reader_of(pem).get(), nullptr, silent, nullptr)) {
    return key;
  }
  const Certificate certificate(PEM_read_bio_X509(reader_of(pem).get(), nullptr, silent, nullptr));
  return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 32> group{};
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == "prime256v1";
}

/// The two numbers of an ES256 signature in the form that OpenSSL reads; empty if that fails.
std::string der_signature(std::string_view raw) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const Signature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes, es256_part_bytes, nullptr);
  BIGNUM* s = BN_bin2bn(bytes + es256_part_bytes, es256_part_bytes, nullptr);
  if (!signature || r == nullptr || s == nullptr || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

bool hmac_matches(std::string_view secret, std::string_view signed_text,
                  std::string_view signature) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  const auto* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                          reinterpret_cast<const unsigned char*>(signed_text.data()),
                          signed_text.size(), mac.data(), &size);
  return made != nullptr && signature.size() == size &&
         CRYPTO_memcmp(mac.data(), signature.data(), size) == 0;
}

}  // namespace

std::optional<JwtAlgorithm> jwt_algorithm(std::string_view name) noexcept {
  if (name == "HS256") return JwtAlgorithm::hs256;
  if (name == "RS256") return JwtAlgorithm::rs256;
  if (name == "ES256") return JwtAlgorithm::es256;
  return std::nullopt;
}

Result<JwtKey> JwtKey::of_public_key(PublicKey key) {
  if (EVP_PKEY_is_a(key.get(), "RSA") == 1) {
    if (EVP_PKEY_get_bits(key.get()) < min_rsa_bits) {
      return fail(ErrorCode::bad_value, "an RSA key needs at least 2048 bits");
    }
    return JwtKey(JwtAlgorithm::rs256, std::move(key));
  }
  if (EVP_PKEY_is_a(key.get(), "EC") == 1 && is_p256(key.get())) {
    return JwtKey(JwtAlgorithm::es256, std::move(key));
  }
  return fail(ErrorCode::bad_value, "a public key has to be of RSA or on the curve P-256");
}

Result<JwtKey> JwtKey::of_secret(std::string_view secret) {
  if (secret.size() < min_secret_bytes) {
    return fail(ErrorCode::bad_value, "a secret for HS256 needs at least 32 bytes");
  }
  JwtKey key(JwtAlgorithm::hs256, nullptr);
  key.secret_ = secret;
  return key;
}

Result<JwtKey> JwtKey::from_key_file(std::string_view content) {
  if (content.find("-----BEGIN") != std::string_view::npos) {
    PublicKey key(pem_public_key(content), Release<EVP_PKEY_free>());
    if (key) return of_public_key(std::move(key));
    return fail(ErrorCode::bad_value, "there is no public key or certificate in this PEM text");
  }
  while (content.ends_with('\n') || content.ends_with('\r')) content.remove_suffix(1);
  // Whatever may be public must never be taken for a secret: anybody could sign with it.
  const auto text = content.substr(std::min(content.find_first_not_of(" \t\r\n"), content.size()));
  for (const char* mark : {"ssh-", "sk-", "ecdsa-sha2-", "---"}) {
    if (text.starts_with(mark)) {
      return fail(ErrorCode::bad_value, "this is a public key of another form: give it as PEM");
    }
  }
  if (text.starts_with('{') || text.starts_with('[')) {
    return fail(ErrorCode::bad_value, "this is JSON: give a JWK set with --jwt-jwks-file");
  }
  const auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (!std::ranges::all_of(content, is_printable)) {
    return fail(ErrorCode::bad_value,
                "this is neither PEM nor one line of printable text, which a secret has to be");
  }
  return of_secret(content);
}

bool JwtKey::verifies(std::string_view signed_text, std::string_view signature) const {
  if (algorithm_ == JwtAlgorithm::hs256) return hmac_matches(secret_, signed_text, signature);
  std::string der;
  if (algorithm_ == JwtAlgorithm::es256) {
    if (signature.size() != 2 * es256_part_bytes) return false;
    der = der_signature(signature);
    signature = der;
  }
  const Digest digest(EVP_MD_CTX_new());
  return digest &&
         EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                          signature.size(),
                          reinterpret_cast<const unsigned char*>(signed_text.data()),
                          signed_text.size()) == 1;
}

}  // namespace pancake
