#pragma once

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

  /// Accepts no more, answers what is in flight, and comes back when all connections are
  /// closed or the drain limit is over.
  void stop();

 private:
  class Running;
  explicit Server(std::unique_ptr<Running> running);

  std::unique_ptr<Running> running_;
};

}  // namespace pancake
