#include "store/memory_store.h"
#include "store/redis_store.h"
#include "store/redis_tls.h"
#include "store/redis_url.h"
#include "store/sqlite_store.h"
#include "store/store.h"

namespace pancake {

Result<std::unique_ptr<Store>> open_store(const std::string& url, bool create) {
  if (url == "memory:") return make_memory_store();
  if (url.starts_with("sqlite:")) return make_sqlite_store(url.substr(7), create);
  if (url.starts_with("redis")) {
    auto parsed = parse_redis_url(url);
    if (!parsed) return tl::unexpected(parsed.error());
    if (auto usable = check_redis_tls(*parsed); !usable) return tl::unexpected(usable.error());
    return make_redis_store(std::move(*parsed));
  }
  // Only the scheme is shown: what follows may hold a password.
  return fail(ErrorCode::usage,
              "'" + url.substr(0, url.find(':')) +
                  ":' is no store: use sqlite:PATH, redis://HOST[:PORT][/DB], rediss://…, "
                  "redis+sentinel://… or memory:");
}

}  // namespace pancake
