#include "identity/sessions.h"

#include <algorithm>

#include "identity/random_text.h"

namespace pancake {

std::string Sessions::open(const Sha256& token, Time now) {
  std::string id = random_text();
  const std::scoped_lock lock(mutex_);
  make_room(now);
  sessions_.insert_or_assign(Sha256::of(id), Session{token, now});
  return id;
}

std::optional<Sha256> Sessions::find(std::string_view id, Time now) {
  const Sha256 digest = Sha256::of(id);
  const std::scoped_lock lock(mutex_);
  const auto found = sessions_.find(digest);
  if (found == sessions_.end()) return std::nullopt;
  if (now - found->second.used >= longest_idle) {
    sessions_.erase(found);
    return std::nullopt;
  }
  found->second.used = now;
  return found->second.token;
}

void Sessions::close(std::string_view id) {
  const Sha256 digest = Sha256::of(id);
  const std::scoped_lock lock(mutex_);
  sessions_.erase(digest);
}

void Sessions::make_room(Time now) {
  if (sessions_.size() < most) return;
  std::erase_if(sessions_,
                [now](const auto& each) { return now - each.second.used >= longest_idle; });
  if (sessions_.size() < most) return;
  const auto by_use = [](const auto& left, const auto& right) {
    return left.second.used < right.second.used;
  };
  sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), by_use));
}

}  // namespace pancake
