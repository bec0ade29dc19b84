#pragma once

#include <cstdint>

namespace pancake {

/// What the kernel says of this process, for the metrics that every Prometheus client has.
struct ProcessFigures {
  double cpu_seconds = 0;  ///< user and system, all threads
  double resident_bytes = 0;
  double virtual_bytes = 0;
  double open_fds = 0;
  double max_fds = 0;
  double start_time_seconds = 0;  ///< since 1970
};

/// Read anew at each call; what cannot be read is 0.
[[nodiscard]] ProcessFigures process_figures();

}  // namespace pancake
