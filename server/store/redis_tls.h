#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

#include "error.h"
#include "store/redis_url.h"

namespace pancake {

/// Prepares TLS towards a Redis: trusts the URL's authority, or those of the system and of
/// SSL_CERT_FILE, and shows the URL's certificate. Errors (`io`) name the file.
[[nodiscard]] Result<void> load_redis_tls(const RedisUrl& url, boost::asio::ssl::context& context);

/// Whether the files that the URL names for TLS can be used now.
[[nodiscard]] Result<void> check_redis_tls(const RedisUrl& url);

/// What can be done about a TLS connection that failed with this outcome; empty if that is not
/// known. `untrusted` is OpenSSL's result of looking at the certificate (X509_V_OK: nothing).
[[nodiscard]] std::string redis_tls_advice(const boost::system::error_code& outcome,
                                           long untrusted);

}  // namespace pancake
