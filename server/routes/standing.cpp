#include "routes/standing.h"

#include <cmath>

namespace pancake {
namespace {

/// "12 s", "5 min", "3 h", "2 days": rounded down, for people.
std::string duration_words(std::chrono::duration<double> duration) {
  const auto seconds = static_cast<std::uint64_t>(std::max(0.0, std::floor(duration.count())));
  if (seconds < 120) return std::to_string(seconds) + " s";
  if (seconds < 2 * 3600) return std::to_string(seconds / 60) + " min";
  if (seconds < 48 * 3600) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86400) + " days";
}

}  // namespace

std::string standing_of(const SyncHealth& health) {
  if (health.source == StateSource::none) return {};
  const bool disk = health.source == StateSource::disk;
  if (health.held.empty() && health.connected && !disk) return {};
  const std::string shown = disk ? "Shown is the last known good state of this server's disk, "
                                 : "Shown is the state that was served before, ";
  const std::string since = duration_words(health.age) + " old.";
  if (!health.held.empty()) {
    return "The store is not believed: " + health.held + ". " + shown + since +
           " 'pancake accept-store-state --yes' takes what the store has now.";
  }
  return "The store is away. " + shown + since;
}

}  // namespace pancake
