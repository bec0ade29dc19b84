#include "metrics/process_figures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

namespace pancake {
namespace {

double seconds_of(clockid_t clock) {
  timespec time{};
  if (::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// proc(5), `stat`: the 22nd field, in ticks since the machine was started.
double ticks_at_start() {
  std::ifstream file("/proc/self/stat");
  std::string stat;
  std::getline(file, stat);
  // The second field is the program's name, which may hold blanks and brackets.
  std::size_t at = stat.rfind(')');
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = stat.find(' ', at + 1);
  return at == std::string::npos ? 0 : std::strtod(stat.c_str() + at, nullptr);
}

double count_open_fds() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    ++count;
  }
  return count > 0 ? count - 1 : 0;  // one is the folder that is being read
}

}  // namespace

ProcessFigures process_figures() {
  ProcessFigures figures;
  figures.cpu_seconds = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  std::ifstream memory("/proc/self/statm");
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  if (memory >> figures.virtual_bytes >> figures.resident_bytes) {
    figures.virtual_bytes *= page;
    figures.resident_bytes *= page;
  }
  figures.open_fds = count_open_fds();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    figures.max_fds = static_cast<double>(limit.rlim_cur);
  }
  const double started = seconds_of(CLOCK_REALTIME) - seconds_of(CLOCK_BOOTTIME);
  figures.start_time_seconds =
      started + ticks_at_start() / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return figures;
}

}  // namespace pancake
