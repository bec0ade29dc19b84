#include <openssl/evp.h>

#include <array>

#include "http/accept.h"
#include "routes/access.h"
#include "routes/route.h"
#include "views/html_page.h"
#include "views/overview.h"

namespace pancake {
namespace {

/// The page may use its own style and nothing else; its hash names that style.
std::string content_policy() {
  const std::string_view style = page_style();
  std::array<unsigned char, 32> digest{};
  EVP_Digest(style.data(), style.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return "default-src 'none'; style-src 'sha256-" +
         std::string(reinterpret_cast<const char*>(text.data())) +
         "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

/// The better of HTML and JSON; a tie is HTML, and without a word or a liking JSON.
bool wants_html(const Request& request) {
  const auto accept = request.joined_fields("Accept", ",");
  if (!accept) return false;
  const double html = quality_of(*accept, "text/html");
  return html > 0 && html >= quality_of(*accept, "application/json");
}

constexpr AccessWords access_words{
    "the overview needs a token, and this server was started without one",
    "the overview needs `Authorization: Bearer TOKEN`"};

}  // namespace

Reply overview_route(RouteContext& context) {
  const Site& site = context.site;
  auto refusal =
      access_refusal(site, context.request, {&site.admin_tokens, &site.server_keys}, access_words);
  if (refusal) return std::move(*refusal);
  const auto extension = page_extension(context);
  if (!extension) return unknown_page();
  const auto published = site.extensions[*extension]->current();
  if (!published) return not_ready();

  const bool html = wants_html(context.request);
  Response response(Status::ok, html ? html_type : json_type,
                    html ? overview_html(published->table) : overview_json(published->table));
  response.add("Cache-Control", "no-store").add("Vary", "Accept");
  if (html) {
    static const std::string policy = content_policy();
    response.add("Content-Security-Policy", policy);
  }
  return response;
}

}  // namespace pancake
