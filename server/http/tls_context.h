#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "error.h"

namespace pancake {

/// The files that TLS is spoken with, all PEM.
struct TlsFiles {
  std::string certificate;               ///< the server's, then those that signed it
  std::string key;                       ///< without a passphrase
  std::optional<std::string> client_ca;  ///< only clients with a certificate of these are served
};

/// What new connections speak TLS with: TLS 1.2 and 1.3, http/1.1 by ALPN. Can be exchanged while
/// the server runs; connections keep what they began with. Any thread may call anything.
class TlsContext {
 public:
  /// Reads the files. Fails with the file's name and what to do about it: a file that cannot be
  /// read or is no PEM, a key with a passphrase, a key of another certificate.
  [[nodiscard]] static Result<std::unique_ptr<TlsContext>> load(const TlsFiles& files);

  /// Speaks as another does from here on.
  void take(const TlsContext& other);

  [[nodiscard]] std::shared_ptr<SSL_CTX> current() const;

 private:
  explicit TlsContext(std::shared_ptr<SSL_CTX> context) : context_(std::move(context)) {}

  mutable std::mutex mutex_;
  std::shared_ptr<SSL_CTX> context_;  ///< guarded by mutex_
};

}  // namespace pancake
