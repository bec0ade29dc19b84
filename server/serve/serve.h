#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "definitions/definitions.h"
#include "error.h"

namespace pancake {

/// Everything that `pancake serve` can be told, but for its config file. A member that can be
/// given has a row in cli/settings.cpp; its initial value here is the default. Files of
/// definitions, tokens, keys and secrets are read by the caller.
struct ServeOptions {
  std::vector<std::string> listen{"127.0.0.1:8080"};  ///< ADDR:PORT; port 0 asks for a free one
  std::string store_url = "sqlite:pancake.db";
  std::optional<std::string> definitions_file;  ///< where `definitions` was read from
  std::string extension = "pancake";            ///< the one extension without such a file
  Definitions definitions;
  std::vector<std::string> server_keys;      ///< lines of a token file (identity/tokens.h)
  std::vector<std::string> admin_tokens;     ///< the same
  bool no_admin = false;                     ///< no /api, no /session, no /overview
  bool insecure_http = false;                ///< off the loopback without TLS: a proxy has it
  std::vector<std::string> trusted_proxies;  ///< ADDR or ADDR/BITS
  std::vector<std::string> jwt_key_files;    ///< PEM, or a secret for HS256
  std::vector<std::string> jwt_jwks_files;   ///< JWK sets
  std::vector<std::string> jwt_audiences;    ///< one of them has to be in `aud`
  std::vector<std::string> jwt_issuers;      ///< one of them has to be `iss`
  std::string jwt_source = "header:Authorization";  ///< or cookie:NAME
  std::vector<std::string> doubts;  ///< found while files were read; the start puts them in the log
  std::vector<std::string> secrets;       ///< of signed cookies: the first signs, all verify
  std::optional<std::string> static_dir;  ///< served at `/` (a demo page)
  std::optional<std::string> sdk_dir;     ///< served at `/sdk/`; default: found beside the program
  std::string url_prefix;                 ///< "/pancakes": all routes below it; default none
  unsigned ofrep_rate = 0;                ///< OpenFeature evaluations of a peer a second; 0: all
  unsigned threads = 1;                   ///< 0: one for each core
  std::optional<std::string> state_dir;   ///< of the last known good state; empty or none: nowhere
  std::string older_store = "hold";  ///< or "accept": what is done with a store that lost changes
  bool metrics_public = false;       ///< /metrics asks for no token
  /// After the signal to end: how long everything is still answered, with /readyz saying 503.
  std::chrono::milliseconds drain_delay{0};
  std::string log_format = "text";  ///< or "json"
  std::string log_level = "info";   ///< "debug", "info", "warn" or "error"
  bool access_log = false;
  bool access_log_address = false;
  std::optional<std::string> tls_certificate;  ///< PEM chain; with it and the key HTTPS is spoken
  std::optional<std::string> tls_key;          ///< PEM
  std::optional<std::string> tls_client_ca;    ///< PEM: clients need a certificate of these
  /// Origins whose pages may read answers (CORS): "https://shop.example", or "*" alone.
  std::vector<std::string> cors_origins;
};

/// Reads everything again that the options were read from. Settings that a running server cannot
/// change come back as they were; `unchangeable` names those that would have changed.
struct Reread {
  ServeOptions options;
  std::vector<std::string> unchangeable;
};
using ReadAgain = std::function<Result<Reread>()>;

/// Serves until SIGINT or SIGTERM, then drains and comes back; a second one ends the process at
/// once. SIGHUP reads everything again and serves what it says, or says in one line of the log
/// why not, and then nothing has changed. systemd is told of all this if it started the process.
///
/// Writes `listening on http://ADDR:PORT` (https:// with TLS) to the log on stderr for each address
/// once requests are answered. Fails at start only: an address in use, a signed cookie without a
/// secret, a broken store URL. A store that cannot be reached is no failure: it is tried again, and
/// `/readyz` says so.
[[nodiscard]] Result<void> serve(const ServeOptions& options, const ReadAgain& read_again);

}  // namespace pancake
