#include "http/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace pancake {
namespace {

using Context = std::shared_ptr<SSL_CTX>;

/// The newest reason of OpenSSL, for people.
std::string reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const text = ERR_reason_error_string(code);
  return text == nullptr ? "it holds nothing of the kind" : text;
}

Result<void> check_readable(const char* what, const std::string& file) {
  if (std::ifstream(file).good()) return {};
  return fail(ErrorCode::io, std::string(what) + " '" + file + "' cannot be read");
}

Result<void> use_certificate(SSL_CTX& context, const std::string& file) {
  if (SSL_CTX_use_certificate_chain_file(&context, file.c_str()) == 1) return {};
  return fail(ErrorCode::io,
              "the TLS certificate '" + file + "' is no chain of PEM certificates (" + reason() +
                  "): put the server's certificate first, then those that signed it");
}

Result<void> use_key(SSL_CTX& context, const TlsFiles& files) {
  // Nobody is there to type a passphrase.
  SSL_CTX_set_default_passwd_cb(&context, [](char*, int, int, void*) { return 0; });
  if (SSL_CTX_use_PrivateKey_file(&context, files.key.c_str(), SSL_FILETYPE_PEM) == 1) return {};
  const bool other = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
  const std::string why = reason();
  if (other) {
    return fail(ErrorCode::io, "the TLS key '" + files.key +
                                   "' does not belong to the first certificate of '" +
                                   files.certificate + "'");
  }
  return fail(ErrorCode::io, "the TLS key '" + files.key +
                                 "' is no PEM private key without a passphrase (" + why + ")");
}

Result<void> ask_for_clients(SSL_CTX& context, const std::string& file) {
  if (auto readable = check_readable("the TLS client CA", file); !readable) return readable;
  STACK_OF(X509_NAME)* const names = SSL_load_client_CA_file(file.c_str());
  if (names == nullptr || SSL_CTX_load_verify_locations(&context, file.c_str(), nullptr) != 1) {
    return fail(ErrorCode::io,
                "the TLS client CA '" + file + "' holds no PEM certificate (" + reason() + ")");
  }
  SSL_CTX_set_client_CA_list(&context, names);
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return {};
}

/// http/1.1 is all that is spoken: a client that offers other protocols only is refused.
int choose_protocol(SSL* /*tls*/, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void* /*argument*/) {
  constexpr std::string_view ours = "http/1.1";
  std::string_view offered(reinterpret_cast<const char*>(in), in_size);
  while (!offered.empty()) {  // each with its length in front
    const auto size = static_cast<unsigned char>(offered.front());
    const std::string_view name = offered.substr(1, size);
    if (name == ours) {
      *out = reinterpret_cast<const unsigned char*>(name.data());
      *out_size = size;
      return SSL_TLSEXT_ERR_OK;
    }
    offered.remove_prefix(std::min<std::size_t>(offered.size(), 1U + size));
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

Result<Context> context_from(const TlsFiles& files) {
  ERR_clear_error();
  const Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
  // Idle connections keep no buffers; a write that is tried again may lie elsewhere by then.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  constexpr std::array<unsigned char, 7> name{'p', 'a', 'n', 'c', 'a', 'k', 'e'};
  SSL_CTX_set_session_id_context(context.get(), name.data(), name.size());

  for (const auto& [what, file] : {std::pair{"the TLS certificate", &files.certificate},
                                   std::pair{"the TLS key", &files.key}}) {
    if (auto readable = check_readable(what, *file); !readable) {
      return tl::unexpected(readable.error());
    }
  }
  if (auto used = use_certificate(*context, files.certificate); !used) {
    return tl::unexpected(used.error());
  }
  if (auto used = use_key(*context, files); !used) return tl::unexpected(used.error());
  if (files.client_ca) {
    if (auto asked = ask_for_clients(*context, *files.client_ca); !asked) {
      return tl::unexpected(asked.error());
    }
  }
  return context;
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::load(const TlsFiles& files) {
  auto context = context_from(files);
  if (!context) return tl::unexpected(context.error());
  return std::unique_ptr<TlsContext>(new TlsContext(*std::move(context)));
}

void TlsContext::take(const TlsContext& other) {
  auto context = other.current();
  const std::scoped_lock lock(mutex_);
  context_.swap(context);
}

std::shared_ptr<SSL_CTX> TlsContext::current() const {
  const std::scoped_lock lock(mutex_);
  return context_;
}

}  // namespace pancake
