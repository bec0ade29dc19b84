#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "run.h"
#include "store/redis_connection.h"
#include "store/redis_url.h"
#include "temporary_folder.h"

namespace pancake::test {

/// A port of the loopback that nobody uses just now.
[[nodiscard]] unsigned free_port();

/// Starts a program, which ends with this process; its output goes to a file. Gives its id.
[[nodiscard]] pid_t start_process(std::vector<std::string> words, const std::string& log_file);

/// A redis-server of the test's own: a child process on a free port of the loopback, with its
/// files in a temporary folder. It is ended by its process id. Throws if it does not start.
class RedisServer {
 public:
  enum class Transport { plain, tls };
  /// `url_options` stand at the end of the URL: "?cert=…".
  explicit RedisServer(std::vector<std::string> options = {},
                       Transport transport = Transport::plain, std::string url_options = {});
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  ~RedisServer();

  [[nodiscard]] std::string url() const;
  [[nodiscard]] unsigned port() const noexcept { return port_; }

  /// Runs one command of words without blanks, as in "SET a b", on a connection of its own.
  RedisReply command(const std::string& words);
  /// The same where the server may be gone, or end the connection.
  Result<RedisReply> try_command(const std::string& words);
  /// The same with any arguments.
  RedisReply command(const RedisCommand& arguments);
  Result<RedisReply> try_command(const RedisCommand& arguments);

  void pause();  ///< it stays there and answers nothing
  void resume();
  void kill();   ///< gone, with all that it held
  void start();  ///< again, empty, on the same port

 private:
  bool try_start();

  TemporaryFolder folder_;
  std::vector<std::string> options_;
  Transport transport_;
  std::string url_options_;
  unsigned port_ = 0;
  pid_t process_ = -1;
  std::string last_error_;
};

}  // namespace pancake::test
