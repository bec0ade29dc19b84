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

constexpr std::array advices{
    Advice{"NOAUTH", ErrorCode::store_refused, "needs a password: redis://:PASSWORD@HOST"},
    Advice{"WRONGPASS", ErrorCode::store_refused, "does not know this user and password"},
    Advice{"NOPERM", ErrorCode::store_refused, "does not allow this user to do that"},
    Advice{"READONLY", ErrorCode::store_refused,
           "is a read-only replica: give the address of its master"},
    Advice{"OOM", ErrorCode::store_refused, "is out of memory and takes no writes"},
    Advice{"MISCONF", ErrorCode::store_refused,
           "cannot save to its disk and takes no writes: look into its log"},
    Advice{"NOREPLICAS", ErrorCode::store_refused, "has too few replicas and takes no writes"},
    Advice{"MOVED", ErrorCode::store_refused,
           "is a node of a Redis Cluster, which is not supported: use a single Redis"},
    Advice{"CROSSSLOT", ErrorCode::store_refused,
           "is a node of a Redis Cluster, which is not supported: use a single Redis"},
    Advice{"CLUSTERDOWN", ErrorCode::store_refused,
           "is a node of a Redis Cluster, which is not supported: use a single Redis"},
    Advice{"LOADING", ErrorCode::store_unreachable, "is still loading its data: try again"},
    Advice{"MASTERDOWN", ErrorCode::store_unreachable, "has lost its master: try again"},
    Advice{"BUSY", ErrorCode::store_unreachable, "is busy with a script: try again"},
};

}  // namespace

Error redis_refusal(const std::string& store, const std::string& message) {
  const std::string_view word = std::string_view(message).substr(0, message.find(' '));
  for (const auto& advice : advices) {
    if (word == advice.begins) {
      return {advice.code, store + " " + std::string(advice.what)};
    }
  }
  auto shown = message.substr(0, message.find(", with args"));
  return {ErrorCode::store_refused, store + " refused: " + shown};
}

Error redis_lost(const std::string& store, const std::string& what) {
  return {ErrorCode::store_unreachable, store + ": " + what};
}

Error redis_odd_reply(const std::string& store) {
  return {ErrorCode::store_refused, store + " gave an answer that no Redis gives"};
}

}  // namespace pancake
