#include "routes/sample_cookies.h"

#include <boost/beast/core/string.hpp>

#include "http/cookies.h"

namespace pancake {

namespace {

/// Whether the browser asked under https: of this server, or of a trusted proxy that says so.
bool asked_over_tls(const Site& site, const Request& request) {
  if (request.secure) return true;
  const auto scheme = request.field("X-Forwarded-Proto");
  return scheme && boost::beast::iequals(*scheme, "https") &&
         site.identity->evidence.trusts(request.peer);
}

}  // namespace

SampleCookies::SampleCookies(const Site& site, const Request& request)
    : site_(site),
      request_(request),
      signed_(site.signer ? site.extensions.size() : 0),
      visitors_(site.extensions.size()) {
  if (!site.signer) return;
  for (std::size_t index = 0; index < site.extensions.size(); ++index) {
    const CookieDefinition& cookie = site.extensions[index]->definition().cookie;
    if (cookie.format != CookieFormat::flask_pancake) continue;
    const auto value = request.cookie(cookie.name);
    if (!value) continue;
    if (auto answers = site.signer->read(*value)) signed_[index] = std::move(*answers);
  }
}

void SampleCookies::add_to(Response& response) const {
  if (!sent_) return;
  const auto now = std::chrono::system_clock::now();
  const bool over_tls = asked_over_tls(site_, request_);
  for (std::size_t index = site_.extensions.size(); index-- > 0;) {
    const CookieDefinition& cookie = site_.extensions[index]->definition().cookie;
    if (visitors_[index]) {
      response.add("Set-Cookie", write_cookie(cookie, *visitors_[index], over_tls, now));
    } else if (!signed_.empty() && !signed_[index].empty()) {
      const auto value = site_.signer->write(signed_[index]);
      response.add("Set-Cookie", write_cookie(cookie, value, over_tls, now));
    }
  }
}

}  // namespace pancake
