#include "cli/settings.h"

#include <algorithm>

#include "cli/option_values.h"
#include "cli/token_file.h"
#include "identity/evidence.h"
#include "identity/trusted_proxies.h"
#include "python/text_repr.h"
#include "routes/cross_origin.h"

namespace pancake {

namespace {

/// An address as the listener wants it: ADDR:PORT, with IPv6 in brackets. Whether the address
/// exists on this machine is found out when it is bound.
std::optional<std::string> check_listen(std::string& text) {
  const auto colon = text.rfind(':');
  const bool has_address = colon != std::string::npos && colon > 0;
  if (has_address && read_count(text.substr(colon + 1), 0, 65535)) return std::nullopt;
  return text_repr(text) + " is not of the form ADDRESS:PORT, like 127.0.0.1:8080.";
}

/// "/flags" for "/flags/" and "/flags"; nothing for "/" and an empty text.
std::optional<std::string> check_url_prefix(std::string& text) {
  while (text.ends_with('/')) text.pop_back();
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-_.~").find(c) != std::string_view::npos;
  };
  if (text.empty() || (text[0] == '/' && std::ranges::all_of(text, is_plain))) return std::nullopt;
  return text_repr(text) + " is not a path like /pancakes.";
}

std::optional<std::string> check_origin(std::string& text) {
  if (text == "*" || is_origin(text)) return std::nullopt;
  return text_repr(text) + " is not an origin like https://shop.example or http://localhost:3000.";
}

std::optional<std::string> check_proxy(std::string& text) {
  const auto added = TrustedProxies().add(text);
  return added ? std::nullopt : std::optional(added.error().message + ".");
}

std::optional<std::string> check_jwt_source(std::string& text) {
  const auto place = JwtPlace::parse(text);
  return place ? std::nullopt : std::optional(place.error().message + ".");
}

std::vector<ServeSetting> all_settings() {
  return {
      {.name = "store",
       .value = "URL",
       .kind = TextSetting{&ServeOptions::store_url},
       .help = "",
       .global = true,
       .fixed = true},
      {.name = "definitions",
       .value = "FILE",
       .kind = PathSetting{&ServeOptions::definitions_file},
       .help = "",
       .fallback = "pancake.json of this folder, if there is one",
       .global = true},
      {.name = "extension",
       .value = "NAME",
       .kind = TextSetting{&ServeOptions::extension},
       .help = "",
       .global = true},
      {.name = "listen",
       .value = "ADDR:PORT",
       .kind = ListSetting{&ServeOptions::listen, check_listen},
       .help = "Where to listen; may be given several times. Port 0 asks for a free one, which "
               "the log names.",
       .fixed = true},
      {.name = "threads",
       .value = "N",
       .kind = CountSetting{&ServeOptions::threads, 0, 256},
       .help = "Threads that answer requests; 0 for one for each core.",
       .fixed = true},
      {.name = "drain-delay",
       .value = "TIME",
       .kind = DurationSetting{&ServeOptions::drain_delay, {}, std::chrono::hours(1)},
       .help = "After SIGTERM: how long everything is still answered while /readyz says 503, for "
               "load balancers to notice; like 5s."},
      {.name = "log-format",
       .value = "text|json",
       .kind = ChoiceSetting{&ServeOptions::log_format, {"text", "json"}},
       .help = "How lines of the log look: words for people, or one JSON object each."},
      {.name = "log-level",
       .value = "LEVEL",
       .kind = ChoiceSetting{&ServeOptions::log_level, {"debug", "info", "warn", "error"}},
       .help = "The lowest level that is logged: debug, info, warn or error."},
      {.name = "access-log",
       .value = "",
       .kind = TruthSetting{&ServeOptions::access_log},
       .help = "Log each request: method, route, status, bytes and time; never its path, ids, "
               "cookies or address."},
      {.name = "access-log-address",
       .value = "",
       .kind = TruthSetting{&ServeOptions::access_log_address},
       .help = "With --access-log: log the client's address too."},
      {.name = "token-file",
       .value = "FILE",
       .kind = SecretLinesSetting{&ServeOptions::admin_tokens, read_token_file, "PANCAKE_TOKEN"},
       .help = "Admin tokens, one a line, # for comments; `pancake token create` makes the lines. "
               "Needed by a server that other machines reach."},
      {.name = "server-key-file",
       .value = "FILE",
       .kind =
           SecretLinesSetting{&ServeOptions::server_keys, read_token_file, "PANCAKE_SERVER_KEY"},
       .help = "Server keys, lines as of the token file; one in plain text may read full snapshots "
               "and overviews."},
      {.name = "secret-file",
       .value = "FILE",
       .kind = SecretLinesSetting{&ServeOptions::secrets, read_secret_file, "PANCAKE_SECRET"},
       .help = "Secrets of signed cookies, one a line: the first signs, all verify. Needed for the "
               "cookie format flask-pancake."},
      {.name = "no-admin",
       .value = "",
       .kind = TruthSetting{&ServeOptions::no_admin},
       .help = "Leave out /api, /session and /overview."},
      {.name = "insecure-http",
       .value = "",
       .kind = TruthSetting{&ServeOptions::insecure_http},
       .help = "Take tokens over HTTP without TLS from other machines: a proxy in front has it."},
      {.name = "trusted-proxy",
       .value = "ADDR[/BITS]",
       .kind = ListSetting{&ServeOptions::trusted_proxies, check_proxy},
       .help = "An address whose headers may name a visitor (sources header:NAME); may be given "
               "several times.",
       .fallback = "the loopback if only it is listened at, else nobody"},
      {.name = "jwt-key-file",
       .value = "FILE",
       .kind = ListSetting{&ServeOptions::jwt_key_files, nullptr, true},
       .help =
           "A key that JWTs are verified with (sources claim:NAME): a public key or certificate "
           "in PEM for RS256 and ES256, else a secret for HS256. May be given several times."},
      {.name = "jwt-jwks-file",
       .value = "FILE",
       .kind = ListSetting{&ServeOptions::jwt_jwks_files, nullptr, true},
       .help = "Such keys as a JWK set; may be given several times."},
      {.name = "jwt-audience",
       .value = "TEXT",
       .kind = ListSetting{&ServeOptions::jwt_audiences},
       .help = "What the claim aud of a JWT has to name; one of several."},
      {.name = "jwt-issuer",
       .value = "TEXT",
       .kind = ListSetting{&ServeOptions::jwt_issuers},
       .help = "What the claim iss of a JWT has to be; one of several."},
      {.name = "jwt-source",
       .value = "header:NAME|cookie:NAME",
       .kind = TextSetting{&ServeOptions::jwt_source, check_jwt_source},
       .help = "Where a request has its JWT; in Authorization it stands behind Bearer."},
      {.name = "static",
       .value = "DIR",
       .kind = PathSetting{&ServeOptions::static_dir},
       .help = "A folder to serve at /."},
      {.name = "sdk",
       .value = "DIR",
       .kind = PathSetting{&ServeOptions::sdk_dir},
       .help = "The browser package, served at /sdk/.",
       .fallback = "the built one"},
      {.name = "url-prefix",
       .value = "PATH",
       .kind = TextSetting{&ServeOptions::url_prefix, check_url_prefix},
       .help = "A path that all routes begin with, like /pancakes."},
      {.name = "state-dir",
       .value = "DIR",
       .kind = PathSetting{&ServeOptions::state_dir},
       .help = "Where the last known good state is kept, to be served by a server that starts "
               "without its store; empty for nowhere. Under systemd its STATE_DIRECTORY.",
       .fallback = default_state_dir,
       .fixed = true},
      {.name = "older-store",
       .value = "hold|accept",
       .kind = ChoiceSetting{&ServeOptions::older_store, {"hold", "accept"}},
       .help = "What to do with a store that lost changes, because it was restored or came back "
               "empty: serve what is known until `accept-store-state`, or take it over."},
      {.name = "metrics-public",
       .value = "",
       .kind = TruthSetting{&ServeOptions::metrics_public},
       .help = "Answer /metrics without a token."},
      {.name = "ofrep-rate",
       .value = "N",
       .kind = CountSetting{&ServeOptions::ofrep_rate, 0, 1'000'000},
       .help = "OpenFeature evaluations a second of one peer address that shows no server key; 0 "
               "for no limit."},
      {.name = "tls-cert",
       .value = "FILE",
       .kind = PathSetting{&ServeOptions::tls_certificate},
       .help = "Certificate chain in PEM, the server's own first: speak HTTPS with it."},
      {.name = "tls-key",
       .value = "FILE",
       .kind = PathSetting{&ServeOptions::tls_key},
       .help = "The certificate's private key in PEM, without a passphrase."},
      {.name = "tls-client-ca",
       .value = "FILE",
       .kind = PathSetting{&ServeOptions::tls_client_ca},
       .help = "Serve only clients with a certificate that one of these (PEM) has signed."},
      {.name = "cors-origin",
       .value = "ORIGIN",
       .kind = ListSetting{&ServeOptions::cors_origins, check_origin},
       .help = "An origin whose pages may read snapshots, events, statuses and OFREP answers, like "
               "https://shop.example; may be given several times. * for all, without cookies.",
       .fallback = "none"},
  };
}

}  // namespace

const std::vector<ServeSetting>& settings() {
  static const std::vector<ServeSetting> all = all_settings();
  return all;
}

const ServeSetting* find_setting(const std::string& name) {
  const auto found = std::ranges::find(settings(), name, &ServeSetting::name);
  return found == settings().end() ? nullptr : &*found;
}

std::string option_of(const ServeSetting& setting) { return "--" + setting.name; }

std::string variable_of(const ServeSetting& setting) {
  std::string variable = "PANCAKE_" + setting.name;
  for (char& c : variable)
    c = c == '-' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  return variable;
}

}  // namespace pancake
