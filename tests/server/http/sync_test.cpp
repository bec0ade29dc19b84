#include <catch.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "scripted_store.h"
#include "serve/sync_thread.h"
#include "test_site.h"

namespace pancake {
namespace {

StoredState state(std::uint64_t revision, const std::string& text) {
  StoredState stored;
  stored.revision = revision;
  stored.switches["W"].text = text;
  return stored;
}

template <typename Condition>
bool soon(Condition condition) {
  for (int attempt = 0; attempt < 2000; ++attempt) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

std::vector<std::unique_ptr<PublishedExtension>> one_extension() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.features = {client_feature(FeatureKind::switch_, "W", 0)};
  std::vector<std::unique_ptr<PublishedExtension>> extensions;
  extensions.push_back(std::make_unique<PublishedExtension>(extension));
  return extensions;
}

/// Log lines for as long as it lives.
class CapturedLog {
 public:
  CapturedLog() : before_(spdlog::default_logger()) {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "captured", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_)));
  }
  ~CapturedLog() { spdlog::set_default_logger(before_); }
  [[nodiscard]] std::string text() const { return lines_.str(); }

 private:
  std::ostringstream lines_;
  std::shared_ptr<spdlog::logger> before_;
};

}  // namespace

TEST_CASE("every state of the store is published") {
  ScriptedStore store;
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions);
  CHECK(extensions[0]->current() == nullptr);
  CHECK(!extensions[0]->health().connected);
  store.tell(state(1, "0"));
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  const auto first = extensions[0]->current();
  store.tell(state(2, "1"));
  REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 2; }));
  CHECK(first->table.revision == 1);
  CHECK(first->public_.bytes_etag != extensions[0]->current()->public_.bytes_etag);
  CHECK(extensions[0]->health().connected);
}

TEST_CASE("what was published stays while the store is away, and each outage is logged once") {
  const CapturedLog log;
  ScriptedStore store;
  const auto extensions = one_extension();
  {
    const SyncThread sync(store, extensions);
    store.tell(state(1, "1"));
    for (int failure = 0; failure < 3; ++failure) {
      store.tell(fail(ErrorCode::store_unreachable, "connection refused"));
    }
    REQUIRE(soon([&] { return store.asked() == 4; }));
    CHECK(!extensions[0]->health().connected);
    CHECK(extensions[0]->health().age.count() > 0);
    CHECK(extensions[0]->current()->table.revision == 1);
    store.tell(state(2, "1"));
    REQUIRE(soon([&] { return extensions[0]->health().connected; }));
  }
  const std::string text = log.text();
  const std::size_t first = text.find("connection refused");
  CHECK(first != std::string::npos);
  CHECK(text.find("connection refused", first + 1) == std::string::npos);
  CHECK(text.find("followed again") != std::string::npos);
}

TEST_CASE("equal states give equal entity tags, whatever their revision") {
  ScriptedStore store;
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions);
  store.tell(state(1, "1"));
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  const std::string tag = extensions[0]->current()->public_.bytes_etag;
  store.tell(state(9, "1"));
  REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 9; }));
  CHECK(extensions[0]->current()->public_.bytes_etag == tag);
}

}  // namespace pancake
