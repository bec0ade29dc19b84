#include "identity/evidence.h"

#include <spdlog/spdlog.h>

#include <boost/beast/core/string.hpp>

#include "identity/tokens.h"

namespace pancake {
namespace {

using Clock = std::chrono::steady_clock;

/// Says that tokens are refused, at most once a minute: whoever sends wrong ones must not fill
/// the disk. Never shows any part of a token.
void tell_refused(JwtProblem problem) {
  constexpr auto quiet = std::chrono::nanoseconds(std::chrono::minutes(1)).count();
  static std::atomic<std::int64_t> next{0};
  static std::atomic<std::uint64_t> silent{0};
  const std::int64_t now = Clock::now().time_since_epoch().count();
  std::int64_t due = next.load();
  if (now < due || !next.compare_exchange_strong(due, now + quiet)) {
    ++silent;
    return;
  }
  spdlog::warn("a JWT was refused: {} ({} more since the last such line)",
               jwt_problem_text(problem), silent.exchange(0));
}

std::optional<std::string> token_in(const Request& request, const JwtPlace& place) {
  if (place.kind == JwtPlace::Kind::cookie) return request.cookie(place.name);
  const auto value = request.field(place.name);
  if (!value) return std::nullopt;
  if (!boost::beast::iequals(place.name, "Authorization")) return std::string(*value);
  // Tokens of administrators and server keys stand there too; no JWT is without dots.
  const auto token = bearer_token(*value);
  if (token.find('.') == std::string_view::npos) return std::nullopt;
  return std::string(token);
}

}  // namespace

Result<JwtPlace> JwtPlace::parse(std::string_view text) {
  for (const auto& [prefix, kind] : {std::pair{std::string_view("header:"), Kind::header},
                                     std::pair{std::string_view("cookie:"), Kind::cookie}}) {
    if (text.starts_with(prefix) && text.size() > prefix.size()) {
      return JwtPlace{kind, std::string(text.substr(prefix.size()))};
    }
  }
  return fail(ErrorCode::usage, "'" + std::string(text) + "' is not header:NAME or cookie:NAME");
}

bool Evidence::trusted_peer() const { return rules_->proxies_.contains(request_.peer); }

const Claims* Evidence::claims() {
  if (!looked_ && rules_->verifier_) {
    if (const auto token = token_in(request_, rules_->place_)) {
      auto claims = rules_->verifier_->verify(*token, std::chrono::system_clock::now());
      if (claims) {
        claims_ = *std::move(claims);
      } else {
        tell_refused(claims.error());
      }
    }
  }
  looked_ = true;
  return claims_ ? &*claims_ : nullptr;
}

}  // namespace pancake
