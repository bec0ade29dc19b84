#include "routes/sample_cookies.h"

#include "http/cookies.h"

namespace pancake {

SampleCookies::SampleCookies(const Site& site, const Request& request)
    : site_(site),
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
  for (std::size_t index = site_.extensions.size(); index-- > 0;) {
    const CookieDefinition& cookie = site_.extensions[index]->definition().cookie;
    if (visitors_[index]) {
      response.add("Set-Cookie", write_cookie(cookie, *visitors_[index], now));
    } else if (!signed_.empty() && !signed_[index].empty()) {
      response.add("Set-Cookie", write_cookie(cookie, site_.signer->write(signed_[index]), now));
    }
  }
}

}  // namespace pancake
