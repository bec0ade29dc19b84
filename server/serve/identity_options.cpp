#include "serve/identity_options.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace pancake {
namespace {

constexpr std::size_t min_plain_token_bytes = 32;

Result<std::string> text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file || text.empty()) return fail(ErrorCode::io, "'" + path + "' cannot be read");
  return text;
}

tl::unexpected<Error> in_file(const std::string& path, const Error& error) {
  return fail(ErrorCode::io, "'" + path + "': " + error.message);
}

Result<std::vector<JwtKey>> jwt_keys(const ServeOptions& options) {
  std::vector<JwtKey> keys;
  for (const std::string& path : options.jwt_key_files) {
    const auto text = text_of_file(path);
    if (!text) return tl::unexpected(text.error());
    auto key = JwtKey::from_key_file(*text);
    if (!key) return in_file(path, key.error());
    keys.push_back(*std::move(key));
  }
  for (const std::string& path : options.jwt_jwks_files) {
    const auto text = text_of_file(path);
    if (!text) return tl::unexpected(text.error());
    auto set = JwtKey::from_jwks(*text);
    if (!set) return in_file(path, set.error());
    std::move(set->begin(), set->end(), std::back_inserter(keys));
  }
  return keys;
}

Result<TrustedProxies> trusted_proxies(const ServeOptions& options, bool loopback_only) {
  TrustedProxies proxies;
  for (const std::string& range : options.trusted_proxies) {
    if (auto added = proxies.add(range); !added) {
      return fail(added.error().code, "--trusted-proxy: " + added.error().message);
    }
  }
  // Whoever reaches a server that only this machine reaches may as well say who it is.
  if (proxies.empty() && loopback_only) proxies.add_loopback();
  return proxies;
}

bool has_jwt_keys(const ServeOptions& options) {
  return !options.jwt_key_files.empty() || !options.jwt_jwks_files.empty();
}

/// What ids come from this kind of source: "the id of group 'user'", "the visitor".
std::vector<std::string> ids_from(const ExtensionDefinition& extension, IdSource::Kind kind) {
  std::vector<std::string> ids;
  for (const GroupDefinition& group : extension.groups) {
    if (group.from.kind == kind) ids.push_back("the id of group '" + group.id + "'");
  }
  if (extension.visitor.kind == kind) ids.emplace_back("the visitor");
  return ids;
}

}  // namespace

Result<IdentityRules> identity_rules(const ServeOptions& options, bool loopback_only) {
  auto tokens = TokenSet::of_lines(options.admin_tokens, options.server_keys);
  if (!tokens) {
    const auto& message = tokens.error().message;
    const bool is_key = message.starts_with("server key");
    return fail(ErrorCode::bad_value,
                (is_key ? "--server-key-file: " : "--token-file: ") + message);
  }
  auto proxies = trusted_proxies(options, loopback_only);
  if (!proxies) return tl::unexpected(proxies.error());
  auto place = JwtPlace::parse(options.jwt_source);
  if (!place) return fail(place.error().code, "--jwt-source: " + place.error().message);
  auto keys = jwt_keys(options);
  if (!keys) return tl::unexpected(keys.error());
  std::optional<JwtVerifier> verifier;
  if (!keys->empty()) {
    verifier.emplace(*std::move(keys), JwtRules{options.jwt_audiences, options.jwt_issuers});
  }
  return IdentityRules{*std::move(tokens),
                       EvidenceRules(*std::move(proxies), std::move(verifier), *std::move(place))};
}

Result<void> check_exposure(const ServeOptions& options, bool loopback_only,
                            const TokenSet& tokens) {
  if (loopback_only) return {};
  const auto& all = tokens.tokens();
  const bool has_admin = std::any_of(all.begin(), all.end(), [](const AccessToken& token) {
    return token.rights.has(Right::read) || token.rights.has(Right::write);
  });
  if (!options.no_admin && !has_admin) {
    return fail(ErrorCode::bad_value,
                "other machines reach this server, so its admin API needs a token: give "
                "--token-file (`pancake token create` makes one), or turn it off with --no-admin");
  }
  const bool has_short = std::any_of(all.begin(), all.end(), [](const AccessToken& token) {
    return token.plain_bytes.value_or(min_plain_token_bytes) < min_plain_token_bytes;
  });
  if (has_short) {
    return fail(ErrorCode::bad_value,
                "other machines reach this server, so its tokens and keys need at least 32 bytes "
                "each: `pancake token create` makes good ones");
  }
  if (!options.insecure_http && !options.tls_certificate && !all.empty()) {
    return fail(
        ErrorCode::bad_value,
        "other machines reach this server, and without TLS they can read its tokens on "
        "the way: give --tls-cert and --tls-key, or --insecure-http if a proxy in front has TLS");
  }
  return {};
}

std::vector<std::string> identity_warnings(const ServeOptions& options, bool loopback_only,
                                           const TokenSet& tokens) {
  std::vector<std::string> warnings;
  const auto& all = tokens.tokens();
  const auto plain = std::count_if(all.begin(), all.end(), [](const AccessToken& token) {
    return token.plain_bytes.has_value();
  });
  if (plain > 0) {
    warnings.push_back(std::to_string(plain) +
                       " of the tokens and keys are given in plain text, with all rights of their "
                       "kind: `pancake token hash` makes lines that give nothing away");
  }
  const bool trusts_somebody = loopback_only || !options.trusted_proxies.empty();
  for (const ExtensionDefinition& extension : options.definitions.extensions) {
    const auto warn = [&](IdSource::Kind kind, const char* why) {
      for (const std::string& id : ids_from(extension, kind)) {
        std::string warning("'");
        warnings.push_back(warning.append(extension.name).append("': ").append(id).append(why));
      }
    };
    if (!trusts_somebody) {
      warn(IdSource::Kind::header,
           " comes from a header, which counts from a trusted proxy only, and none is named "
           "(--trusted-proxy): nobody has one");
    }
    if (!has_jwt_keys(options)) {
      warn(IdSource::Kind::claim,
           " comes from a claim, and there is no key to verify tokens with (--jwt-key-file, "
           "--jwt-jwks-file): nobody has one");
    }
  }
  return warnings;
}

}  // namespace pancake
