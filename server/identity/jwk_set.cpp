// JWK sets (RFC 7517, 7518) as keys of OpenSSL.

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <nlohmann/json.hpp>

#include "identity/base64.h"
#include "identity/jwt_key.h"

namespace pancake {

/// Reads one key of a set.
class JwkReader {
 public:
  explicit JwkReader(const nlohmann::json& key) : key_(key) {}

  /// No value: a key for something else.
  [[nodiscard]] Result<std::optional<JwtKey>> read() const;

 private:
  /// A text member; empty if it is not there or no text.
  [[nodiscard]] std::string text(const char* name) const;
  /// What a member holds in base64url; empty if it is not there or cannot be read.
  [[nodiscard]] std::string bytes(const char* name) const;
  [[nodiscard]] bool is_for(std::string_view algorithm) const;
  [[nodiscard]] Result<JwtKey> rsa() const;
  [[nodiscard]] Result<JwtKey> elliptic() const;

  const nlohmann::json& key_;
};

namespace {

struct FreeBuilder {
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeBuilder>;
using Number = std::unique_ptr<BIGNUM, FreeBuilder>;

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr));
}

/// Null if OpenSSL does not find a key in the parameters.
std::shared_ptr<EVP_PKEY> make_key(const char* type, OSSL_PARAM_BLD* builder) {
  const std::unique_ptr<OSSL_PARAM, FreeBuilder> parameters(OSSL_PARAM_BLD_to_param(builder));
  const std::unique_ptr<EVP_PKEY_CTX, FreeBuilder> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1) {
    return {key, EVP_PKEY_free};
  }
  return {};
}

tl::unexpected<Error> broken(const char* what) { return fail(ErrorCode::bad_value, what); }

}  // namespace

std::string JwkReader::text(const char* name) const {
  const auto member = key_.find(name);
  return member != key_.end() && member->is_string() ? member->get<std::string>() : "";
}

std::string JwkReader::bytes(const char* name) const {
  return from_base64url(text(name)).value_or("");
}

bool JwkReader::is_for(std::string_view algorithm) const {
  if (key_.contains("use") && text("use") != "sig") return false;
  if (key_.contains("alg") && text("alg") != algorithm) return false;
  const auto operations = key_.find("key_ops");
  if (operations == key_.end() || !operations->is_array()) return true;
  return std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

Result<JwtKey> JwkReader::rsa() const {
  const Number modulus = number_of(bytes("n"));
  const Number exponent = number_of(bytes("e"));
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!modulus || !exponent || !builder || BN_is_zero(modulus.get()) ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return broken("an RSA key needs `n` and `e`");
  }
  auto key = make_key("RSA", builder.get());
  if (!key) return broken("an RSA key does not hold together");
  return JwtKey::of_public_key(std::move(key));
}

Result<JwtKey> JwkReader::elliptic() const {
  const std::string x = bytes("x");
  const std::string y = bytes("y");
  if (x.size() != 32 || y.size() != 32) return broken("a key on P-256 needs `x` and `y`");
  const std::string point = "\x04" + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return broken("a key on P-256 does not hold together");
  }
  auto key = make_key("EC", builder.get());
  if (!key) return broken("a key on P-256 is no point of the curve");
  return JwtKey::of_public_key(std::move(key));
}

Result<std::optional<JwtKey>> JwkReader::read() const {
  if (!key_.is_object()) return broken("a key is no JSON object");
  const auto with_kid = [this](Result<JwtKey> key) -> Result<std::optional<JwtKey>> {
    if (!key) return tl::unexpected(key.error());
    if (key_.contains("kid")) key->kid_ = text("kid");
    return std::optional(*std::move(key));
  };
  const std::string type = text("kty");
  if (type == "RSA" && is_for("RS256")) return with_kid(rsa());
  if (type == "EC" && text("crv") == "P-256" && is_for("ES256")) return with_kid(elliptic());
  if (type == "oct" && is_for("HS256")) return with_kid(JwtKey::of_secret(bytes("k")));
  return std::nullopt;
}

Result<std::vector<JwtKey>> JwtKey::from_jwks(std::string_view json) {
  const auto set = nlohmann::json::parse(json, nullptr, false);
  const auto list = set.is_object() ? set.find("keys") : set.end();
  if (!set.is_object() || list == set.end() || !list->is_array()) {
    return broken("there is no JWK set: a JSON object with a list `keys`");
  }
  std::vector<JwtKey> keys;
  for (const auto& entry : *list) {
    auto key = JwkReader(entry).read();
    if (!key) return tl::unexpected(key.error());
    if (*key) keys.push_back(**std::move(key));
  }
  if (keys.empty()) return broken("no key of the JWK set verifies HS256, RS256 or ES256");
  return keys;
}

}  // namespace pancake
