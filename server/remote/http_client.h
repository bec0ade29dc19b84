#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/verb.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <ostream>  // verb.hpp of Boost 1.81 needs it and does not say so
#include <string>
#include <utility>
#include <vector>

#include "error.h"
#include "remote/remote_url.h"

namespace pancake {

/// What is asked of a server.
struct HttpQuestion {
  boost::beast::http::verb method = boost::beast::http::verb::get;
  std::string target;  ///< path and query, percent-encoded, without the URL's prefix
  std::string body;    ///< JSON; none if empty
  std::vector<std::pair<std::string, std::string>> fields;
};

struct HttpReply {
  unsigned status = 0;
  std::string content_type;
  std::string body;
  std::string held;  ///< the field Pancake-Held
};

/// How a server is talked to.
struct HttpClientOptions {
  RemoteUrl url;
  /// Certificates (PEM) of the authorities that are trusted in place of the system's.
  std::optional<std::string> ca_file;
  /// The chain and the key (PEM) that a server is shown that asks for them; both or neither.
  std::optional<std::string> certificate_file;
  std::optional<std::string> key_file;
  std::chrono::steady_clock::duration connecting = std::chrono::seconds(10);
  /// From the first byte of a question to the last one of its answer.
  std::chrono::steady_clock::duration answering = std::chrono::seconds(60);
};

/// One connection to one HTTP server, kept open between questions: HTTP/1.1, over TLS for
/// https://, where the certificate must be good for the host.
class HttpClient {
 public:
  explicit HttpClient(HttpClientOptions options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// The answer, whatever its status. Errors: store_unreachable (no such host, nobody listens,
  /// no answer in time, not HTTP), io (a certificate that is not trusted, ours or the server's;
  /// a file of certificates or keys that cannot be read). After an error the next question connects
  /// anew. A question is sent once; one that only reads is sent again if the server had closed the
  /// kept connection meanwhile.
  ///
  /// One question at a time, all on one executor.
  [[nodiscard]] boost::asio::awaitable<Result<HttpReply>> ask(HttpQuestion question);

  [[nodiscard]] const RemoteUrl& url() const noexcept { return options_.url; }

 private:
  class Connection;

  boost::asio::awaitable<Result<void>> connect();

  HttpClientOptions options_;
  std::unique_ptr<Connection> connection_;  ///< none: the next question connects
  std::chrono::steady_clock::time_point used_;
};

}  // namespace pancake
