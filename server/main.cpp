#include <pwd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include "cli/run.h"

namespace {

std::optional<std::string> variable(const std::string& name) {
  const char* text = std::getenv(name.c_str());
  if (text == nullptr) return std::nullopt;
  return text;
}

/// Who is logged in, or the number of one who has no name.
std::string user_name() {
  const auto id = geteuid();
  const passwd* user = getpwuid(id);
  return user != nullptr ? user->pw_name : std::to_string(id);
}

std::uint32_t random_bits() { return std::random_device{}(); }

/// Whether all that was printed has arrived; a closed pipe or a full disk must not pass for done.
bool flush_output() {
  errno = 0;
  std::cout.flush();
  if (std::cout) return true;
  const auto why =
      errno == 0 ? std::string("the output is broken") : std::generic_category().message(errno);
  std::cerr << "Error: cannot write the answer: " << why << '\n';
  return false;
}

int run_process(const std::vector<std::string>& words) {
  pancake::Surroundings surroundings{
      .environment = variable,
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .out_is_terminal = isatty(STDOUT_FILENO) == 1,
      .user_name = user_name,
      .random_bits = random_bits,
      .serve = pancake::serve,
  };
  const int code = pancake::run(words, surroundings);
  return flush_output() ? code : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // A reader that went away is an error of writing, not a sudden end.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run_process({argv + 1, argv + argc});
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "Error: %s\n", problem.what());
    return 1;
  }
}
