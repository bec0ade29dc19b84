#include "store/redis_error.h"

#include <array>
#include <string_view>

namespace pancake {

namespace {

struct Advice {
  std::string_view begins;  ///< the first word of Redis' message
  ErrorCode code;
  std::string_view what;
};

constexpr std::string_view cluster_advice =
    "is a node of a Redis Cluster, which is not supported: use a single Redis or Sentinel";

constexpr std::array advices{
    Advice{"NOAUTH", ErrorCode::store_refused, "needs a password: redis://:PASSWORD@HOST"},
    Advice{"WRONGPASS", ErrorCode::store_refused, "does not know this user and password"},
    Advice{"READONLY", ErrorCode::store_refused,
           "is a read-only replica: give the address of its master"},
    Advice{"OOM", ErrorCode::store_refused, "is out of memory and takes no writes"},
    Advice{"MISCONF", ErrorCode::store_refused,
           "cannot save to its disk and takes no writes: look into its log"},
    Advice{"NOREPLICAS", ErrorCode::store_refused, "has too few replicas and takes no writes"},
    Advice{"MOVED", ErrorCode::store_refused, cluster_advice},
    Advice{"CROSSSLOT", ErrorCode::store_refused, cluster_advice},
    Advice{"CLUSTERDOWN", ErrorCode::store_refused, cluster_advice},
    Advice{"LOADING", ErrorCode::store_unreachable, "is still loading its data: try again"},
    Advice{"MASTERDOWN", ErrorCode::store_unreachable, "has lost its master: try again"},
    Advice{"BUSY", ErrorCode::store_unreachable, "is busy with a script: try again"},
};

/// What NOPERM says is missing: a command, by its name, or keys or channels.
std::string missing_right(const std::string& message) {
  const auto begin = message.find('\'');
  const auto end = message.rfind('\'');
  if (begin == std::string::npos || end == begin) {
    const bool channel = message.find("channel") != std::string::npos;
    return channel ? "the channel &__redis__:invalidate"
                   : "the keys ~FLAG:* ~SWITCH:* ~SAMPLE:* ~PANCAKE:*";
  }
  return "the command +" + message.substr(begin + 1, end - begin - 1);
}

}  // namespace

Error redis_refusal(const std::string& store, const std::string& message) {
  const std::string_view word = std::string_view(message).substr(0, message.find(' '));
  if (word == "NOPERM") {
    return {ErrorCode::store_refused, store + " does not allow this user " +
                                          missing_right(message) + ": grant it with ACL SETUSER"};
  }
  for (const auto& advice : advices) {
    if (word == advice.begins) {
      return {advice.code, store + " " + std::string(advice.what)};
    }
  }
  auto shown = message.substr(0, message.find(", with args"));
  return {ErrorCode::store_refused, store + " refused: " + shown};
}

Error redis_is_cluster(const std::string& store) {
  return {ErrorCode::store_refused, store + " " + std::string(cluster_advice)};
}

Error redis_lost(const std::string& store, const std::string& what) {
  return {ErrorCode::store_unreachable, store + ": " + what};
}

Error redis_odd_reply(const std::string& store) {
  return {ErrorCode::store_refused, store + " gave an answer that no Redis gives"};
}

}  // namespace pancake
