#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/jwt_key.h"

namespace pancake {

/// Why a token is none. For the log; who sent it is not told.
enum class JwtProblem : std::uint8_t {
  malformed,              ///< not three parts of base64url, or no JSON where some has to be
  too_long,               ///< over 8 KiB
  unsupported_algorithm,  ///< `none`, or one that is not understood
  unsupported_header,     ///< `crit` names something that has to be understood, or `b64`
  unknown_key,            ///< no key of this algorithm, or of this `kid`
  bad_signature,
  expired,        ///< `exp` is over
  not_yet_valid,  ///< `nbf` is to come
  wrong_audience,
  wrong_issuer,
};

/// As a phrase that ends a sentence: "its signature is wrong".
[[nodiscard]] std::string_view jwt_problem_text(JwtProblem problem) noexcept;

/// What a verified token says.
class Claims {
 public:
  explicit Claims(nlohmann::json payload);

  /// A claim as an object id: a text as it is, true and false as "true" and "false", a whole
  /// number in digits, another number as JSON has it. No value for a claim that is not there, for
  /// null, lists and objects, and for numbers too large to be told apart.
  ///
  /// `name` is a member of the token ("https://shop.example/tier"), else a path ("account.tier").
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] const nlohmann::json& payload() const noexcept { return *payload_; }

 private:
  std::shared_ptr<const nlohmann::json> payload_;
};

/// What a token has to say besides being signed.
struct JwtRules {
  std::vector<std::string> audiences;  ///< one of them has to be in `aud`; empty: any or none
  std::vector<std::string> issuers;    ///< one of them has to be `iss`; empty: any or none
  std::chrono::seconds leeway{30};     ///< for clocks that differ, on `exp` and `nbf`
};

/// Verifies JSON Web Tokens (RFC 7519) of the form JWS compact, as RFC 8725 advises.
class JwtVerifier {
 public:
  using Time = std::chrono::system_clock::time_point;

  JwtVerifier(std::vector<JwtKey> keys, JwtRules rules)
      : keys_(std::move(keys)), rules_(std::move(rules)) {}

  /// The claims of a token that is signed by one of the keys and stands at this time. `kid`
  /// chooses among the keys that have one; keys without a name are tried for every token.
  [[nodiscard]] tl::expected<Claims, JwtProblem> verify(std::string_view token, Time now) const;

 private:
  /// What does not change with time.
  [[nodiscard]] tl::expected<Claims, JwtProblem> verify_signed(std::string_view token) const;
  [[nodiscard]] std::optional<JwtProblem> out_of_time(const Claims& claims, Time now) const;
  [[nodiscard]] std::optional<JwtProblem> not_for_us(const Claims& claims) const;

  std::vector<JwtKey> keys_;
  JwtRules rules_;
};

}  // namespace pancake
