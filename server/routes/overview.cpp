#include "views/overview.h"
#include "http/accept.h"
#include "routes/access.h"
#include "routes/html_response.h"
#include "routes/route.h"
#include "routes/standing.h"
#include "views/html_page.h"
#include "views/page_json.h"

namespace pancake {
namespace {

/// The page may load its own files and talk to its own server, and nothing else.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The better of HTML and JSON; a tie is HTML, and without a word or a liking JSON.
bool wants_html(const Request& request) {
  const auto accept = request.joined_fields("Accept", ",");
  if (!accept) return false;
  const double html = quality_of(*accept, "text/html");
  return html > 0 && html >= quality_of(*accept, "application/json");
}

/// A browser is shown where it can sign in; programs are told what they have to send.
Response refusal(const RouteContext& context, Response refused) {
  if (refused.status() != Status::unauthorized || !wants_html(context.request)) return refused;
  const std::string_view extension =
      context.tail.empty() ? std::string_view("pancake") : std::string_view(context.tail);
  return html_response(Status::unauthorized, sign_in_html(context.site.url_prefix, extension));
}

/// What the page works with, for the one who looks at it.
Response page_data(const RouteContext& context, const Caller& caller, const FeatureTable& table,
                   std::string standing) {
  PageReader reader;
  reader.standing = std::move(standing);
  reader.name = caller.name;
  reader.may_write = caller.may(Right::write, table.extension);
  reader.signed_in = session_id(context.request) && !context.request.field("Authorization");
  for (const auto& extension : context.site.extensions) {
    const std::string& name = extension->definition().name;
    if (caller.may(Right::read, name)) reader.extensions.push_back(name);
  }
  Response response(Status::ok, json_type, page_json(table, reader));
  response.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Response html_response(Status status, std::string html) {
  Response response(status, html_type, std::move(html));
  response.add("Cache-Control", "no-store")
      .add("Vary", "Accept")
      .add("Content-Security-Policy", page_policy);
  return response;
}

Reply overview_route(RouteContext& context) {
  const Site& site = context.site;
  const auto extension = page_extension(context);
  auto caller = authorize(site, context.request, Right::read,
                          extension ? site.extensions[*extension]->definition().name : "");
  if (!caller) return refusal(context, std::move(caller.error()));
  if (!extension) return unknown_page();
  const auto published = site.extensions[*extension]->current();
  if (!published) return not_ready();

  std::string standing = standing_of(site.extensions[*extension]->health());
  if (context.request.query_parameter("for") == "page") {
    return page_data(context, *caller, published->table, std::move(standing));
  }
  if (wants_html(context.request)) {
    return html_response(Status::ok, overview_html(published->table, site.url_prefix, standing));
  }
  Response response(Status::ok, json_type, overview_json(published->table));
  response.add("Cache-Control", "no-store").add("Vary", "Accept");
  return response;
}

}  // namespace pancake
