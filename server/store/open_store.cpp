#include "store/memory_store.h"
#include "store/store.h"

namespace pancake {

Result<std::unique_ptr<Store>> open_store(const std::string& url, bool create) {
  static_cast<void>(create);
  if (url == "memory:") return make_memory_store();
  return fail(ErrorCode::usage,
              "'" + url.substr(0, url.find(':')) +
                  ":' is no store: use sqlite:PATH, redis://HOST[:PORT][/DB], rediss://… or "
                  "memory:");
}

}  // namespace pancake
