#include "routes/ofrep/rate_limit.h"

#include <algorithm>

namespace pancake::ofrep {
namespace {

/// At so many peers those that were not heard of for a second are forgotten: their buckets are
/// full again, so that nothing is lost.
constexpr std::size_t many_peers = 10'000;
/// Looking through all of them is not for every request.
constexpr std::chrono::milliseconds between_sweeps{100};

}  // namespace

bool RateLimit::take(std::string_view peer, Clock::time_point now) {
  const double most = std::max(per_second_, 1.0);
  const std::scoped_lock lock(mutex_);
  if (buckets_.size() >= many_peers && now >= next_sweep_) forget_idle(now);
  const auto [place, is_new] = buckets_.try_emplace(std::string(peer), Bucket{most, now});
  Bucket& bucket = place->second;
  const std::chrono::duration<double> passed = now - bucket.filled;
  bucket.requests = std::min(most, bucket.requests + passed.count() * per_second_);
  bucket.filled = now;
  if (bucket.requests < 1) return false;
  bucket.requests -= 1;
  return true;
}

std::size_t RateLimit::known_peers() const {
  const std::scoped_lock lock(mutex_);
  return buckets_.size();
}

void RateLimit::forget_idle(Clock::time_point now) {
  next_sweep_ = now + between_sweeps;
  const std::chrono::duration<double> until_full(std::max(1.0, 1.0 / per_second_));
  std::erase_if(buckets_,
                [&](const auto& entry) { return now - entry.second.filled > until_full; });
}

}  // namespace pancake::ofrep
