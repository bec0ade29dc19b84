#include "serve/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace pancake {
namespace {

std::string taken_variable(const char* name) {
  const char* const text = std::getenv(name);
  std::string taken = text == nullptr ? "" : text;
  unsetenv(name);
  return taken;
}

std::optional<long long> number_in(const std::string& text) {
  long long number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number <= 0) return std::nullopt;
  return number;
}

/// CLOCK_MONOTONIC in microseconds: how systemd tells one reload from another.
long long monotonic_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
}

}  // namespace

ServiceManager ServiceManager::of_environment() {
  ServiceManager manager(taken_variable("NOTIFY_SOCKET"));
  const auto microseconds = number_in(taken_variable("WATCHDOG_USEC"));
  const auto process = number_in(taken_variable("WATCHDOG_PID"));
  if (microseconds && (!process || *process == getpid()))
    manager.watchdog_ = std::chrono::microseconds(*microseconds);
  return manager;
}

void ServiceManager::ready(std::string_view status) const {
  tell("READY=1\nSTATUS=" + std::string(status) + "\n");
}

void ServiceManager::reloading() const {
  tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_microseconds()) +
       "\nSTATUS=Reloading\n");
}

void ServiceManager::stopping() const { tell("STOPPING=1\nSTATUS=Draining\n"); }

void ServiceManager::alive() const { tell("WATCHDOG=1\n"); }

void ServiceManager::tell(std::string_view text) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  // MSG_DONTWAIT: a manager that does not read must not stop the server.
  (void)sendto(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
               reinterpret_cast<const sockaddr*>(&address), length);
  close(descriptor);
}

}  // namespace pancake
