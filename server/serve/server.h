#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "error.h"
#include "http/limits.h"
#include "serve/serve.h"
#include "store/store.h"

namespace pancake {

/// A running server: one thread that follows the store, and the threads that answer requests.
class Server {
 public:
  /// Listens, starts to follow, and answers from here on (503 until the store was read).
  /// Fails if an address cannot be listened at, a signed cookie has no secret, or a folder to be
  /// served is none. The store must outlive the server.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const ServeOptions& options,
                                                             Store& store,
                                                             const Limits& limits = {});

  /// Drains as stop() does.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// "127.0.0.1:8080", with the port that was found, one for each address.
  [[nodiscard]] const std::vector<std::string>& addresses() const noexcept;

  /// How many threads answer.
  [[nodiscard]] std::size_t threads() const noexcept;

  /// Answers from other options from here on: definitions, tokens, keys, secrets, folders, files
  /// of TLS. Those
  /// that a running server cannot change (addresses, store, threads) are not looked at. Every
  /// request is answered from the old or the new ones as a whole, no connection is closed, and no
  /// revision goes back. Fails as start() does, and then nothing has changed. One call at a time.
  [[nodiscard]] Result<void> reload(const ServeOptions& options);

  /// From here on `/readyz` says 503, so that a load balancer sends nothing more.
  void announce_end() noexcept;

  /// Calls back, on some thread, once every answering thread has shown that it is alive.
  void when_alive(std::function<void()> callback);

  /// Accepts no more, answers what is in flight, and comes back when all connections are
  /// closed or the drain limit is over.
  void stop();

 private:
  struct Generation;
  class Running;
  explicit Server(std::unique_ptr<Running> running);

  std::unique_ptr<Running> running_;
};

}  // namespace pancake
