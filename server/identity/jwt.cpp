#include "identity/jwt.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "identity/base64.h"

namespace pancake {
namespace {

using Json = nlohmann::json;

constexpr std::size_t max_token_bytes = 8192;
/// Beyond 2^53 a double stands for several whole numbers.
constexpr double largest_exact = 9007199254740992.0;

/// header.payload.signature
struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;
};

std::optional<Parts> parts_of(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

std::optional<Json> object_of(std::string_view base64url) {
  const auto text = from_base64url(base64url);
  if (!text) return std::nullopt;
  auto json = Json::parse(*text, nullptr, false);
  return json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

std::optional<std::string> text_member(const Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

bool is_one_of(const Json& value, const std::vector<std::string>& accepted) {
  return value.is_string() && std::find(accepted.begin(), accepted.end(),
                                        value.get_ref<const std::string&>()) != accepted.end();
}

/// The member of this name, or what a path of names with dots between leads to; null if nothing.
const Json* find_claim(const Json& object, std::string_view name) {
  const Json* at = &object;
  while (true) {
    if (!at->is_object()) return nullptr;
    if (const auto whole = at->find(std::string(name)); whole != at->end()) return &*whole;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return nullptr;
    const auto member = at->find(std::string(name.substr(0, dot)));
    if (member == at->end()) return nullptr;
    at = &*member;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

std::string_view jwt_problem_text(JwtProblem problem) noexcept {
  switch (problem) {
    case JwtProblem::malformed: return "it is not made like one";
    case JwtProblem::too_long: return "it is too long";
    case JwtProblem::unsupported_algorithm: return "its algorithm is not HS256, RS256 or ES256";
    case JwtProblem::unsupported_header: return "its header asks for what is not understood";
    case JwtProblem::unknown_key: return "no key is there for it";
    case JwtProblem::bad_signature: return "its signature is wrong";
    case JwtProblem::expired: return "it has expired";
    case JwtProblem::not_yet_valid: return "it is not valid yet";
    case JwtProblem::wrong_audience: return "it is for another audience";
    case JwtProblem::wrong_issuer: return "it comes from another issuer";
  }
  return "";
}

Claims::Claims(Json payload) : payload_(std::make_shared<const Json>(std::move(payload))) {}

std::optional<std::string> Claims::text(std::string_view name) const {
  const Json* claim = find_claim(*payload_, name);
  if (claim == nullptr) return std::nullopt;
  if (claim->is_string()) return claim->get<std::string>();
  if (claim->is_number_float() && !(std::abs(claim->get<double>()) < largest_exact)) {
    return std::nullopt;
  }
  if (claim->is_number() || claim->is_boolean()) return claim->dump();
  return std::nullopt;
}

tl::expected<Claims, JwtProblem> JwtVerifier::verify(std::string_view token, Time now) const {
  auto claims = verify_signed(token);
  if (!claims) return claims;
  if (const auto problem = out_of_time(*claims, now)) return tl::unexpected(*problem);
  return claims;
}

tl::expected<Claims, JwtProblem> JwtVerifier::verify_signed(std::string_view token) const {
  if (token.size() > max_token_bytes) return tl::unexpected(JwtProblem::too_long);
  const auto parts = parts_of(token);
  const auto header = parts ? object_of(parts->header) : std::nullopt;
  const auto signature = parts ? from_base64url(parts->signature) : std::nullopt;
  if (!header || !signature) return tl::unexpected(JwtProblem::malformed);
  const auto algorithm = jwt_algorithm(text_member(*header, "alg").value_or(""));
  if (!algorithm) return tl::unexpected(JwtProblem::unsupported_algorithm);
  // No extension of JWS is understood, so that none may be critical (RFC 7515, 4.1.11).
  if (header->contains("crit") || header->contains("b64")) {
    return tl::unexpected(JwtProblem::unsupported_header);
  }

  const auto kid = text_member(*header, "kid");
  auto problem = JwtProblem::unknown_key;
  for (const JwtKey& key : keys_) {
    if (key.algorithm() != *algorithm || (kid && key.kid() && key.kid() != kid)) continue;
    problem = JwtProblem::bad_signature;
    if (!key.verifies(parts->signed_text, *signature)) continue;
    auto payload = object_of(parts->payload);
    if (!payload) return tl::unexpected(JwtProblem::malformed);
    Claims claims(*std::move(payload));
    if (const auto refused = not_for_us(claims)) return tl::unexpected(*refused);
    return claims;
  }
  return tl::unexpected(problem);
}

std::optional<JwtProblem> JwtVerifier::out_of_time(const Claims& claims, Time now) const {
  const double seconds = std::chrono::duration<double>(now.time_since_epoch()).count();
  const auto leeway = static_cast<double>(rules_.leeway.count());
  const Json& payload = claims.payload();
  if (const auto expiry = payload.find("exp"); expiry != payload.end()) {
    if (!expiry->is_number()) return JwtProblem::malformed;
    if (seconds >= expiry->get<double>() + leeway) return JwtProblem::expired;
  }
  if (const auto begin = payload.find("nbf"); begin != payload.end()) {
    if (!begin->is_number()) return JwtProblem::malformed;
    if (seconds < begin->get<double>() - leeway) return JwtProblem::not_yet_valid;
  }
  return std::nullopt;
}

std::optional<JwtProblem> JwtVerifier::not_for_us(const Claims& claims) const {
  const Json& payload = claims.payload();
  if (!rules_.issuers.empty()) {
    const auto issuer = payload.find("iss");
    if (issuer == payload.end() || !is_one_of(*issuer, rules_.issuers)) {
      return JwtProblem::wrong_issuer;
    }
  }
  if (rules_.audiences.empty()) return std::nullopt;
  const auto audience = payload.find("aud");
  if (audience == payload.end()) return JwtProblem::wrong_audience;
  const auto is_ours = [this](const Json& one) { return is_one_of(one, rules_.audiences); };
  const bool found = audience->is_array() ? std::any_of(audience->begin(), audience->end(), is_ours)
                                          : is_ours(*audience);
  return found ? std::nullopt : std::optional(JwtProblem::wrong_audience);
}

}  // namespace pancake
