#include "cli/remote_access.h"

#include "cli/token_file.h"

namespace pancake {

namespace {

/// The token to send: the first of the file, or the variable's.
Result<std::string> token_of(const RemoteOptions& options) {
  std::string token = options.token;
  if (options.token_file) {
    auto tokens = read_token_file(*options.token_file);
    if (!tokens) return tl::unexpected(tokens.error());
    token = std::move(tokens->front());
  }
  const std::string where = options.token_file.value_or("PANCAKE_TOKEN");
  if (token.starts_with("sha256:")) {
    return fail(ErrorCode::io, where +
                                   ": holds the hash of a token, which is for the server; the "
                                   "token itself was shown when it was made");
  }
  for (const char c : token) {
    if (c <= ' ' || c > '~') {
      return fail(ErrorCode::io, where + ": a token has no blanks and is ASCII");
    }
  }
  return token;
}

}  // namespace

Result<std::unique_ptr<RemoteStore>> open_remote(const RemoteOptions& options) {
  auto url = parse_remote_url(options.url);
  if (!url) return tl::unexpected(url.error());
  auto token = token_of(options);
  if (!token) return tl::unexpected(token.error());
  if (!token->empty() && !url->tls && !url->is_loopback() && !options.insecure_http) {
    return fail(ErrorCode::forbidden,
                url->name() +
                    ": the token would go to another machine for everybody on the way to read, "
                    "and was not sent: use https://, or --insecure-http where the way is safe.");
  }
  HttpClientOptions client{.url = *std::move(url),
                           .ca_file = options.ca_file,
                           .certificate_file = options.certificate_file,
                           .key_file = options.key_file};
  return std::make_unique<RemoteStore>(std::move(client), *std::move(token));
}

}  // namespace pancake
