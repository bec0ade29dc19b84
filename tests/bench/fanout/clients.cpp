// fanout_clients PORT COUNT PATH
//
// COUNT clients of server-sent events, all in one thread that waits with epoll. Says on its output
//
//   listening                     when all have had the head of their stream
//   event REVISION NANOSECONDS    when the last one has it, by the monotonic clock
//
// and ends with its input.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Client {
  int socket = -1;
  bool listening = false;
  std::string unread;  // of an event that has not come to its end
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(1);
}

int connected(std::uint16_t port, const std::string& request) {
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (client < 0) give_up("socket");
  if (::connect(client, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0) {
    give_up("connect");
  }
  if (::send(client, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("send");
  return client;
}

/// The clients that listen, and how many have heard of each revision.
class Audience {
 public:
  explicit Audience(std::size_t count) : clients_(count) {}

  std::vector<Client>& clients() { return clients_; }

  void hear(Client& client, std::string_view bytes) {
    client.unread += bytes;
    for (auto end = client.unread.find("\n\n"); end != std::string::npos;
         end = client.unread.find("\n\n")) {
      hear_block(std::string_view(client.unread).substr(0, end));
      client.unread.erase(0, end + 2);
    }
    if (!client.listening) {
      client.listening = true;
      if (++listening_ == clients_.size()) say("listening");
    }
  }

 private:
  void hear_block(std::string_view block) {
    const auto id = block.find("id: ");
    if (id == std::string_view::npos) return;
    const auto revision = std::strtoull(block.data() + id + 4, nullptr, 10);
    if (++heard_[revision] != clients_.size()) return;
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    say("event " + std::to_string(revision) + " " + std::to_string(nanoseconds));
  }

  static void say(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
  }

  std::vector<Client> clients_;
  std::size_t listening_ = 0;
  std::map<std::uint64_t, std::size_t> heard_;  // revision -> clients
};

void watch(int epoll, int descriptor, std::uint64_t number) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = number;
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) give_up("epoll_ctl");
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const auto port = static_cast<std::uint16_t>(std::atoi(words[1]));
  Audience audience(static_cast<std::size_t>(std::atoi(words[2])));
  const std::string request =
      "GET " + std::string(words[3]) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  auto& clients = audience.clients();
  const std::uint64_t input = clients.size();
  watch(epoll, STDIN_FILENO, input);
  for (std::size_t number = 0; number < clients.size(); ++number) {
    clients[number].socket = connected(port, request);
    watch(epoll, clients[number].socket, number);
  }
  std::array<epoll_event, 256> events;
  std::array<char, 4096> bytes;
  while (true) {
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int place = 0; place < ready; ++place) {
      const std::uint64_t number = events[static_cast<std::size_t>(place)].data.u64;
      if (number == input) return 0;
      Client& client = clients[number];
      const auto size = ::recv(client.socket, bytes.data(), bytes.size(), 0);
      if (size <= 0) give_up("a stream ended");
      audience.hear(client, {bytes.data(), static_cast<std::size_t>(size)});
    }
  }
}
