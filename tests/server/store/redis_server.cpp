#include "redis_server.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <csignal>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace pancake::test {

unsigned free_port() {
  using boost::asio::ip::tcp;
  boost::asio::io_context context;
  const tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

pid_t start_process(std::vector<std::string> words, const std::string& log_file) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const auto process = ::fork();
  if (process != 0) return process;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that crashes leaves nothing behind
  const int log = ::open(log_file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

namespace {

/// Whether a Redis answers there, be it that it wants a password; the connection ends with this.
boost::asio::awaitable<Result<bool>> is_there(const RedisUrl& url) {
  const auto connection = co_await RedisConnection::open(url);
  if (connection || connection.error().code == ErrorCode::store_refused) co_return true;
  co_return tl::unexpected(connection.error());
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> options, Transport transport,
                         std::string url_options)
    : options_(std::move(options)), transport_(transport), url_options_(std::move(url_options)) {
  // Somebody else may take the port between asking for it and using it.
  for (int tries = 0; tries < 5; ++tries) {
    port_ = free_port();
    if (try_start()) return;
  }
  throw std::runtime_error("redis-server does not start (is it installed?): " + last_error_);
}

RedisServer::~RedisServer() { kill(); }

std::string RedisServer::url() const {
  const std::string scheme = transport_ == Transport::tls ? "rediss" : "redis";
  return scheme + "://127.0.0.1:" + std::to_string(port_) + url_options_;
}

bool RedisServer::try_start() {
  const bool tls = transport_ == Transport::tls;
  std::vector<std::string> words{"redis-server", tls ? "--tls-port" : "--port"};
  words.insert(words.end(), {std::to_string(port_), "--bind", "127.0.0.1", "--save", ""});
  words.insert(words.end(), {"--dir", folder_.path().string()});
  if (tls) words.insert(words.end(), {"--port", "0"});
  words.insert(words.end(), options_.begin(), options_.end());
  process_ = start_process(std::move(words), folder_.file("log"));
  for (int tries = 0; tries < 500; ++tries) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_) break;
    const auto where = must(parse_redis_url(url()));
    const auto answered = run(is_there(where));
    if (answered) return true;
    last_error_ = answered.error().message;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  process_ = -1;
  return false;
}

RedisReply RedisServer::command(const std::string& words) { return must(try_command(words)); }

RedisReply RedisServer::command(const RedisCommand& arguments) {
  return must(try_command(arguments));
}

Result<RedisReply> RedisServer::try_command(const std::string& words) {
  std::istringstream stream(words);
  RedisCommand arguments;
  for (std::string word; stream >> word;) arguments.push_back(word);
  return try_command(arguments);
}

Result<RedisReply> RedisServer::try_command(const RedisCommand& arguments) {
  const auto where = must(parse_redis_url(url()));
  const auto work = [&]() -> boost::asio::awaitable<Result<RedisReply>> {
    const auto connection = co_await RedisConnection::open(where);
    if (!connection) co_return tl::unexpected(connection.error());
    co_return co_await (*connection)->command(arguments);
  };
  return run(work());
}

void RedisServer::pause() { ::kill(process_, SIGSTOP); }

void RedisServer::resume() { ::kill(process_, SIGCONT); }

void RedisServer::kill() {
  if (process_ == -1) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void RedisServer::start() {
  if (!try_start()) throw std::runtime_error("redis-server does not start again");
}

}  // namespace pancake::test
