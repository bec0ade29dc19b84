#include "store/redis_heard.h"

#include <utility>

namespace pancake {

void RedisHeard::add(RedisReply message) {
  if (message.list.size() != 3 || message.list[0].text != "message") {
    replies.push_back(std::move(message));
    return;
  }
  auto& payload = message.list[2];
  if (payload.is_nil()) everything = true;
  for (auto& key : payload.list) keys.insert(std::move(key.text));
  if (keys.size() > most_keys) {
    everything = true;
    keys.clear();
  }
}

}  // namespace pancake
