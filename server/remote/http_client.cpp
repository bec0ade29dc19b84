#include "remote/http_client.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace pancake {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCodeValue = boost::system::error_code;
using TlsStream = asio::ssl::stream<beast::tcp_stream&>;
using Question = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
/// A server closes a connection on which nothing was asked for a minute; ours is not used again
/// long before, so that a change is hardly ever sent into a connection that is closing.
constexpr std::chrono::seconds kept_for{5};
/// The state of an extension with a million overrides has about 100 MB.
constexpr std::uint64_t most_body_bytes = 1ULL << 30;

std::string why(const ErrorCodeValue& error) {
  if (error == beast::error::timeout) return "no answer in time";
  return error.message();
}

tl::unexpected<Error> unreachable(const RemoteUrl& url, const std::string& what) {
  return fail(ErrorCode::store_unreachable, url.name() + ": " + what);
}

/// Whether a server broke off because of our certificate: with TLS 1.3 it says so only when the
/// handshake is over here.
bool asks_for_certificate(const ErrorCodeValue& error) {
  if (error.category() != asio::error::get_ssl_category()) return false;
  const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
  return reason == SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED ||
         reason == SSL_R_SSLV3_ALERT_BAD_CERTIFICATE ||
         reason == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE || reason == SSL_R_TLSV1_ALERT_UNKNOWN_CA;
}

/// Whether the server closed the connection. One that refuses our certificate may do so before we
/// can read that it says why.
bool is_hang_up(const ErrorCodeValue& error) {
  return error == asio::error::connection_reset || error == asio::error::broken_pipe ||
         error == asio::error::eof || error == asio::ssl::error::stream_truncated ||
         error == http::error::end_of_stream;
}

/// What to say of a connection that was there and gave no answer.
tl::unexpected<Error> no_answer(const RemoteUrl& url, const ErrorCodeValue& error) {
  if (asks_for_certificate(error) || (url.tls && is_hang_up(error))) {
    return fail(ErrorCode::io, url.name() + ": broke off without an answer (" + error.message() +
                                   "); if it takes only clients with a certificate that it "
                                   "trusts, give one with --client-cert and --client-key");
  }
  if (error.category() != http::make_error_code(http::error::end_of_stream).category()) {
    const bool may_be_tls = !url.tls && is_hang_up(error);
    return unreachable(url, why(error) + (may_be_tls ? "; is it https://?" : ""));
  }
  const char* other = url.tls ? "" : "; is it https://?";
  return unreachable(url, "does not answer as an HTTP server (" + why(error) + ")" + other);
}

HttpReply reply_of(Parser& parser, bool& keep_alive) {
  auto answer = parser.release();
  keep_alive = answer.keep_alive();
  return {answer.result_int(), std::string(answer[http::field::content_type]),
          std::move(answer.body()), std::string(answer["Pancake-Held"])};
}

}  // namespace

/// One TCP connection, with TLS over it or not.
class HttpClient::Connection {
 public:
  explicit Connection(const asio::any_io_executor& executor) : tcp_(executor) {}

  asio::awaitable<Result<void>> open(const HttpClientOptions& options);
  asio::awaitable<ErrorCodeValue> send(const Question& question,
                                       std::chrono::steady_clock::duration within);
  asio::awaitable<ErrorCodeValue> receive(Parser& parser);

  /// Whether any byte of an answer came since the last send.
  [[nodiscard]] bool heard() const noexcept { return heard_; }

 private:
  asio::awaitable<Result<void>> shake_hands(const HttpClientOptions& options);
  [[nodiscard]] Result<void> trust(const HttpClientOptions& options);
  [[nodiscard]] Result<void> show_certificate(const HttpClientOptions& options);
  [[nodiscard]] Error handshake_error(const RemoteUrl& url, const ErrorCodeValue& error) const;

  beast::tcp_stream tcp_;
  std::optional<asio::ssl::context> context_;
  std::optional<TlsStream> tls_;
  beast::flat_buffer buffer_;
  bool heard_ = false;
};

asio::awaitable<Result<void>> HttpClient::Connection::open(const HttpClientOptions& options) {
  const RemoteUrl& url = options.url;
  tcp_.expires_after(options.connecting);
  asio::ip::tcp::resolver resolver(tcp_.get_executor());
  const std::string port = std::to_string(url.port);
  const auto [unknown, addresses] = co_await resolver.async_resolve(url.host, port, as_result);
  if (unknown) co_return unreachable(url, "the host is not known (" + unknown.message() + ")");
  const auto [refused, endpoint] = co_await tcp_.async_connect(addresses, as_result);
  if (refused) co_return unreachable(url, "cannot connect: " + why(refused));
  ErrorCodeValue ignored;
  tcp_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (url.tls) co_return co_await shake_hands(options);
  co_return Result<void>{};
}

Result<void> HttpClient::Connection::trust(const HttpClientOptions& options) {
  ErrorCodeValue error;
  context_.emplace(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context_->native_handle(), TLS1_2_VERSION);
  if (!options.ca_file) {
    context_->set_default_verify_paths(error);
    if (error) return fail(ErrorCode::io, "the system's certificates: " + error.message());
    return {};
  }
  context_->load_verify_file(*options.ca_file, error);
  if (error) {
    return fail(ErrorCode::io, *options.ca_file + ": no certificate can be read from it (" +
                                   error.message() + ")");
  }
  return {};
}

Result<void> HttpClient::Connection::show_certificate(const HttpClientOptions& options) {
  if (!options.certificate_file || !options.key_file) return {};
  ErrorCodeValue error;
  context_->use_certificate_chain_file(*options.certificate_file, error);
  if (error) {
    return fail(ErrorCode::io, *options.certificate_file +
                                   ": no certificate can be read from it (" + error.message() +
                                   ")");
  }
  // Nobody is asked for a passphrase.
  context_->set_password_callback([](std::size_t, auto) { return std::string(); }, error);
  context_->use_private_key_file(*options.key_file, asio::ssl::context::pem, error);
  if (error) {
    return fail(ErrorCode::io, *options.key_file + ": no key of " + *options.certificate_file +
                                   " can be read from it (" + error.message() + ")");
  }
  return {};
}

asio::awaitable<Result<void>> HttpClient::Connection::shake_hands(
    const HttpClientOptions& options) {
  if (auto trusted = trust(options); !trusted) co_return trusted;
  if (auto shown = show_certificate(options); !shown) co_return shown;
  tls_.emplace(tcp_, *context_);
  tls_->set_verify_mode(asio::ssl::verify_peer);
  tls_->set_verify_callback(asio::ssl::host_name_verification(options.url.host));
  SSL_set_tlsext_host_name(tls_->native_handle(), options.url.host.c_str());
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::client, as_result);
  if (asks_for_certificate(error)) co_return no_answer(options.url, error);
  if (error) co_return tl::unexpected(handshake_error(options.url, error));
  co_return Result<void>{};
}

Error HttpClient::Connection::handshake_error(const RemoteUrl& url,
                                              const ErrorCodeValue& error) const {
  const long verified = SSL_get_verify_result(const_cast<TlsStream&>(*tls_).native_handle());
  if (error.category() == asio::error::get_ssl_category()) {
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST) {
      return {ErrorCode::io, url.name() + ": does not speak TLS there; is it http://?"};
    }
    if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
      const std::string fault = verified == X509_V_OK ? "it is not for the host '" + url.host + "'"
                                                      : X509_verify_cert_error_string(verified);
      return {ErrorCode::io, url.name() + ": its certificate is not trusted: " + fault +
                                 "; --server-ca FILE names the authority that signed it"};
    }
  }
  return {ErrorCode::store_unreachable, url.name() + ": no TLS connection: " + why(error)};
}

asio::awaitable<ErrorCodeValue> HttpClient::Connection::send(
    const Question& question, std::chrono::steady_clock::duration within) {
  tcp_.expires_after(within);
  heard_ = false;
  if (tls_) {
    const auto [error, size] = co_await http::async_write(*tls_, question, as_result);
    co_return error;
  }
  const auto [error, size] = co_await http::async_write(tcp_, question, as_result);
  co_return error;
}

asio::awaitable<ErrorCodeValue> HttpClient::Connection::receive(Parser& parser) {
  if (tls_) {
    const auto [error, size] = co_await http::async_read(*tls_, buffer_, parser, as_result);
    heard_ = size > 0 || buffer_.size() > 0;
    co_return error;
  }
  const auto [error, size] = co_await http::async_read(tcp_, buffer_, parser, as_result);
  heard_ = size > 0 || buffer_.size() > 0;
  co_return error;
}

HttpClient::HttpClient(HttpClientOptions options) : options_(std::move(options)) {}

HttpClient::~HttpClient() = default;

asio::awaitable<Result<void>> HttpClient::connect() {
  const auto executor = co_await asio::this_coro::executor;
  auto connection = std::make_unique<Connection>(executor);
  auto opened = co_await connection->open(options_);
  if (opened) connection_ = std::move(connection);
  co_return opened;
}

asio::awaitable<Result<HttpReply>> HttpClient::ask(HttpQuestion question) {
  Question request(question.method, options_.url.prefix + question.target, 11);
  request.set(http::field::host, options_.url.authority());
  request.set(http::field::accept, "application/json");
  for (const auto& [name, value] : question.fields) request.set(name, value);
  if (!question.body.empty()) request.set(http::field::content_type, "application/json");
  request.body() = std::move(question.body);
  request.prepare_payload();

  if (std::chrono::steady_clock::now() - used_ > kept_for) connection_.reset();
  while (true) {
    const bool kept = connection_ != nullptr;
    if (!kept) {
      auto connected = co_await connect();
      if (!connected) co_return tl::unexpected(connected.error());
    }
    Parser parser;
    parser.body_limit(most_body_bytes);
    ErrorCodeValue error = co_await connection_->send(request, options_.answering);
    if (!error) error = co_await connection_->receive(parser);
    if (!error) {
      bool keep_alive = false;
      auto reply = reply_of(parser, keep_alive);
      if (!keep_alive) connection_.reset();
      used_ = std::chrono::steady_clock::now();
      co_return reply;
    }
    const bool again = kept && question.method == http::verb::get && !connection_->heard();
    connection_.reset();
    if (!again) co_return no_answer(options_.url, error);
  }
}

}  // namespace pancake
