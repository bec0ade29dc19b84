#pragma once

#include <string>
#include <vector>

#include "definitions/definitions.h"
#include "remote/http_client.h"
#include "store/store.h"

namespace pancake {

/// Another server's admin API (docs/openapi.json) as a store, so that every command works on it
/// as on a store of its own. What the caller says it is (Author::who) is not sent: the server
/// logs the name of the token.
///
/// Errors are the server's own; without an answer `store_unreachable`, with one of something
/// else `io`. Cannot be followed: a server follows the store behind it.
class RemoteStore final : public Store {
 public:
  /// `token`: the admin token, or empty for a server that asks for none.
  RemoteStore(HttpClientOptions options, std::string token);

  /// What the server's definitions file says of an extension, alone in `Definitions`. Error
  /// unknown_extension.
  [[nodiscard]] boost::asio::awaitable<Result<Definitions>> definition(std::string extension);

  /// Why the server did not believe its store when definition() was asked for; empty if it did.
  /// What it serves is then not what the store holds.
  [[nodiscard]] const std::string& held() const noexcept { return held_; }

  /// Who the server's log says changed what is changed with this token: "api:alice".
  [[nodiscard]] boost::asio::awaitable<Result<std::string>> who();

  boost::asio::awaitable<Result<StoredState>> read(const ExtensionDefinition& extension) override;
  /// Reads everything: the API has no smaller answer with what is stored.
  boost::asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                       ObjectIds ids) override;
  boost::asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) override;
  boost::asio::awaitable<Result<Written>> apply(const std::string& extension,
                                                const std::vector<Write>& writes,
                                                const Author& author) override;
  boost::asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                            const LogQuery& query) override;
  boost::asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                       const Author& author) override;
  [[nodiscard]] std::unique_ptr<Follower> follow(ExtensionDefinition extension) override;
  [[nodiscard]] std::string name() const override;

 private:
  boost::asio::awaitable<Result<HttpReply>> reply_to(boost::beast::http::verb method,
                                                     std::string target, std::string body);
  boost::asio::awaitable<Result<std::string>> ask(boost::beast::http::verb method,
                                                  std::string target, std::string body);
  boost::asio::awaitable<Result<StoredState>> read_state(std::string extension);
  boost::asio::awaitable<Result<Written>> write(std::string target, std::string body);

  HttpClient client_;
  std::string token_;
  std::string held_;
};

}  // namespace pancake
