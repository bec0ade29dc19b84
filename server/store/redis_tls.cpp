#include "store/redis_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/ssl/error.hpp>

namespace pancake {

namespace ssl = boost::asio::ssl;

namespace {

tl::unexpected<Error> unusable(const std::string& what, const std::string& file,
                               const boost::system::error_code& why) {
  return fail(ErrorCode::io,
              "the store's URL: " + what + " " + file + " cannot be used: " + why.message());
}

}  // namespace

Result<void> load_redis_tls(const RedisUrl& url, ssl::context& context) {
  boost::system::error_code outcome;
  if (url.ca_file.empty()) {
    context.set_default_verify_paths(outcome);
    if (outcome) return unusable("the system's authorities", "", outcome);
  } else {
    context.load_verify_file(url.ca_file, outcome);
    if (outcome) return unusable("cacert", url.ca_file, outcome);
  }
  if (url.certificate_file.empty()) return {};
  context.use_certificate_chain_file(url.certificate_file, outcome);
  if (outcome) return unusable("cert", url.certificate_file, outcome);
  context.use_private_key_file(url.key_file, ssl::context::pem, outcome);
  if (outcome) return unusable("key", url.key_file, outcome);
  return {};
}

Result<void> check_redis_tls(const RedisUrl& url) {
  if (!url.tls) return {};
  ssl::context context(ssl::context::tls_client);
  return load_redis_tls(url, context);
}

std::string redis_tls_advice(const boost::system::error_code& outcome, long untrusted) {
  if (untrusted != X509_V_OK) {
    return std::string(" (") + X509_verify_cert_error_string(untrusted) +
           "): give the authority that signed it with ?cacert=FILE, and the host name that is in "
           "it";
  }
  if (outcome.category() != boost::asio::error::get_ssl_category()) return {};
  const auto reason = ERR_GET_REASON(static_cast<unsigned long>(outcome.value()));
  if (reason == SSL_AD_REASON_OFFSET + SSL_AD_CERTIFICATE_REQUIRED ||
      reason == SSL_AD_REASON_OFFSET + SSL_AD_HANDSHAKE_FAILURE) {
    return ": it wants a certificate of the client: ?cert=FILE&key=FILE";
  }
  if (reason == SSL_AD_REASON_OFFSET + SSL_AD_UNKNOWN_CA) {
    return ": it does not trust the authority of our certificate (?cert=FILE)";
  }
  if (reason == SSL_R_WRONG_VERSION_NUMBER) return ": it speaks no TLS there: redis:// instead";
  return {};
}

}  // namespace pancake
