#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/sha256.h"

namespace pancake {

/// Who is signed in to the page: session ids, of which the hash is kept, and the token that each
/// was opened with. What a session may do is looked up with the token at each request, so that
/// it ends when the token is taken away. In this process only: a restart ends all of them.
///
/// Any thread may call anything. Times are passed in.
class Sessions {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::hours longest_idle{12};
  static constexpr std::size_t most = 1000;

  /// A new session's id, 256 random bits. When there are too many, the one that was idle for the
  /// longest ends.
  [[nodiscard]] std::string open(const Sha256& token, Time now);
  /// The token of a session that was used within the last 12 hours; it counts as used now.
  [[nodiscard]] std::optional<Sha256> find(std::string_view id, Time now);
  void close(std::string_view id);

 private:
  struct Session {
    Sha256 token;
    Time used;
  };
  void make_room(Time now);

  std::mutex mutex_;
  std::unordered_map<Sha256, Session, Sha256Hash> sessions_;  ///< by the hash of the id
};

}  // namespace pancake
