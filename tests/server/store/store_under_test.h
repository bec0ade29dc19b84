#pragma once

#include <memory>
#include <string>
#include <vector>

#include "redis_server.h"
#include "run.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace pancake::test {

/// The stores that the contract is held against.
inline std::vector<std::string> stores_under_test() { return {"memory", "sqlite", "redis"}; }

/// One empty store of a kind, and a second connection to it.
class StoreUnderTest {
 public:
  explicit StoreUnderTest(const std::string& kind) {
    auto url = std::string("memory:");
    if (kind == "sqlite") url = "sqlite:" + folder_.file("flags.db");
    if (kind == "redis") {
      server_ = std::make_unique<RedisServer>();
      url = server_->url();
    }
    first_ = must(open_store(url));
    if (kind != "memory") second_ = must(open_store(url));
  }

  Store& store() { return *first_; }
  Store& second() { return second_ ? *second_ : *first_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<RedisServer> server_;
  std::unique_ptr<Store> first_;
  std::unique_ptr<Store> second_;
};

}  // namespace pancake::test
