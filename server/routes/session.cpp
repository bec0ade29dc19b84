#include <nlohmann/json.hpp>

#include "http/form.h"
#include "routes/access.h"
#include "routes/html_response.h"
#include "routes/route.h"
#include "views/html_page.h"

namespace pancake {
namespace {

using boost::beast::http::verb;
using Clock = std::chrono::steady_clock;

/// Whether the browser sees this server under https: also behind a proxy that has the TLS, where
/// the page's origin says so.
bool browser_has_tls(const Request& request) {
  return request.secure || request.field("Origin").value_or("").starts_with("https://");
}

/// What a sign-in brings.
struct SignIn {
  std::string token;
  bool by_form = false;  ///< a page without JavaScript, which wants to be led on
};

/// No value: neither JSON with a text `token` nor a form with that field.
std::optional<SignIn> sign_in_of(const Request& request) {
  const auto type = request.field("Content-Type").value_or("");
  if (type.starts_with("application/x-www-form-urlencoded")) {
    auto token = find_form_value(request.body, "token");
    return token ? std::optional(SignIn{std::move(*token), true}) : std::nullopt;
  }
  if (!type.starts_with("application/json")) return std::nullopt;
  const auto json = nlohmann::json::parse(request.body, nullptr, false);
  const auto member = json.is_object() ? json.find("token") : json.end();
  if (!json.is_object() || member == json.end() || !member->is_string()) return std::nullopt;
  return SignIn{member->get<std::string>(), false};
}

std::string cookie_text(std::string_view value, bool secure) {
  std::string cookie(session_cookie(secure));
  cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict");
  if (secure) cookie += "; Secure";
  if (value.empty()) cookie += "; Max-Age=0";
  return cookie;
}

/// Who is signed in, and what it may do.
Response who(const Caller& caller, Status status = Status::ok) {
  nlohmann::ordered_json body{{"name", caller.name}, {"rights", nlohmann::json::array()}};
  for (const Right right : {Right::read, Right::write, Right::snapshot}) {
    if (caller.rights.has(right)) body["rights"].push_back(right_word(right));
  }
  if (!caller.extensions.empty()) body["extensions"] = caller.extensions;
  Response response(status, json_type, body.dump() + "\n");
  response.add("Cache-Control", "no-store");
  return response;
}

/// Leads a page without JavaScript back to the overview.
Response to_overview(const Site& site) {
  Response response(Status::see_other);
  response.add("Location", site.url_prefix + "/overview").add("Cache-Control", "no-store");
  return response;
}

/// The form once more, for a page without JavaScript.
Response form_again(const Site& site, const Response& refused) {
  const bool too_many = refused.status() == Status::too_many_requests;
  return html_response(
      refused.status(),
      sign_in_html(site.url_prefix, "pancake",
                   too_many ? "Too many wrong tokens came from your address: wait, and try again."
                            : "This token is not one of the server's."));
}

Response sign_in(const Site& site, const Request& request) {
  const auto given = sign_in_of(request);
  if (!given) {
    return error_response(Status::bad_request, "bad_sign_in",
                          "a sign-in is JSON like {\"token\":\"…\"}, or a form with this field");
  }
  const auto token = find_token(site, request, given->token);
  if (!token) return given->by_form ? form_again(site, token.error()) : token.error();
  site.sign_in_attempts->forgive(client_address(site, request));
  if (const auto before = session_id(request)) site.sessions->close(*before);
  Response response = given->by_form ? to_overview(site) : who(Caller(**token));
  response.add("Set-Cookie", cookie_text(site.sessions->open((*token)->digest, Clock::now()),
                                         browser_has_tls(request)));
  return response;
}

Response sign_out(const Site& site, const Request& request, Response response) {
  if (const auto id = session_id(request)) site.sessions->close(*id);
  response.add("Set-Cookie", cookie_text("", browser_has_tls(request)));
  return response;
}

}  // namespace

Reply session_route(RouteContext& context) {
  const Site& site = context.site;
  const Request& request = context.request;
  switch (request.method) {
    case verb::post: return sign_in(site, request);
    case verb::delete_: {
      Response gone(Status::no_content);
      gone.add("Cache-Control", "no-store");
      return sign_out(site, request, std::move(gone));
    }
    default: break;
  }
  auto caller = authenticate(site, request);
  if (!caller) return std::move(caller.error());
  return who(*caller);
}

Reply sign_out_route(RouteContext& context) {
  return sign_out(context.site, context.request, to_overview(context.site));
}

}  // namespace pancake
