#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "definitions/definitions.h"
#include "http/request.h"
#include "identity/jwt.h"
#include "identity/trusted_proxies.h"

namespace pancake {

/// Where a request carries its JWT.
struct JwtPlace {
  enum class Kind : std::uint8_t { header, cookie };
  Kind kind = Kind::header;
  /// Of a header or cookie. In the header Authorization the token stands behind "Bearer ".
  std::string name = "Authorization";

  /// Reads "header:NAME" or "cookie:NAME". Error usage.
  [[nodiscard]] static Result<JwtPlace> parse(std::string_view text);
};

/// What the server believes about visitors: whose headers, and which tokens. Made once at start.
class EvidenceRules {
 public:
  /// Believes nothing.
  EvidenceRules() = default;
  EvidenceRules(TrustedProxies proxies, std::optional<JwtVerifier> verifier, JwtPlace place)
      : proxies_(std::move(proxies)), verifier_(std::move(verifier)), place_(std::move(place)) {}

  /// Whether this address is a trusted proxy's.
  [[nodiscard]] bool trusts(const boost::asio::ip::address& address) const {
    return proxies_.contains(address);
  }

 private:
  friend class Evidence;
  TrustedProxies proxies_;
  std::optional<JwtVerifier> verifier_;
  JwtPlace place_;
};

/// What one request proves about its visitor, beyond what it merely says. Found out when it is
/// first asked for; the request must outlive it.
class Evidence {
 public:
  Evidence(std::shared_ptr<const EvidenceRules> rules, const Request& request)
      : rules_(std::move(rules)), request_(request) {}

  /// Whether the peer is a trusted proxy, so that headers that name a user count.
  [[nodiscard]] bool trusted_peer() const;
  /// The claims of the request's JWT; null if it has none that is valid. A token that is not
  /// makes a visitor without claims, and a line in the log (not more than one a minute).
  [[nodiscard]] const Claims* claims();

 private:
  std::shared_ptr<const EvidenceRules> rules_;
  const Request& request_;
  bool looked_ = false;
  std::optional<Claims> claims_;
};

}  // namespace pancake
