#include "store/redis_time.h"

#include <charconv>

namespace pancake {

Result<std::uint64_t> redis_time(const std::string& store, const RedisReply& reply) {
  if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  if (reply.list.size() != 2) return tl::unexpected(redis_odd_reply(store));
  std::uint64_t parts[2] = {0, 0};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& text = reply.list[i].text;
    std::from_chars(text.data(), text.data() + text.size(), parts[i]);
  }
  return parts[0] * 1'000'000 + parts[1];
}

}  // namespace pancake
