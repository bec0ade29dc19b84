#include <catch.h>

#include "captured_log.h"
#include "scripted_store.h"
#include "serve/sync_thread.h"
#include "soon.h"
#include "temporary_folder.h"
#include "test_site.h"

namespace pancake {
namespace {

StoredState state(std::uint64_t revision, const std::string& text) {
  StoredState stored;
  stored.revision = revision;
  stored.switches["W"].text = text;
  return stored;
}

std::vector<std::unique_ptr<PublishedExtension>> one_extension() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.features = {client_feature(FeatureKind::switch_, "W", 0)};
  std::vector<std::unique_ptr<PublishedExtension>> extensions;
  extensions.push_back(std::make_unique<PublishedExtension>(extension));
  return extensions;
}

}  // namespace

TEST_CASE("every state of the store is published") {
  ScriptedStore store;
  LastKnownGood nowhere("", store.name());
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions, Belief{nowhere});
  CHECK(extensions[0]->current() == nullptr);
  CHECK(!extensions[0]->health().connected);
  store.tell(state(1, "0"));
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  const auto first = extensions[0]->current();
  store.tell(state(2, "1"));
  REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 2; }));
  CHECK(first->table.revision == 1);
  CHECK(first->snapshots.public_->bytes_etag !=
        extensions[0]->current()->snapshots.public_->bytes_etag);
  CHECK(extensions[0]->health().connected);
}

TEST_CASE("what was published stays while the store is away, and each outage is logged once") {
  const CapturedLog log;
  ScriptedStore store;
  LastKnownGood nowhere("", store.name());
  const auto extensions = one_extension();
  {
    const SyncThread sync(store, extensions, Belief{nowhere});
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
  LastKnownGood nowhere("", store.name());
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions, Belief{nowhere});
  store.tell(state(1, "1"));
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  const std::string tag = extensions[0]->current()->snapshots.public_->bytes_etag;
  store.tell(state(9, "1"));
  REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 9; }));
  CHECK(extensions[0]->current()->snapshots.public_->bytes_etag == tag);
}

TEST_CASE("a store that lost changes is not believed until it has them again") {
  const CapturedLog log;
  ScriptedStore store;
  LastKnownGood nowhere("", store.name());
  const auto extensions = one_extension();
  {
    const SyncThread sync(store, extensions, Belief{nowhere});
    store.tell(state(5, "1"));
    REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
    store.tell(state(3, "0"));
    store.tell(state(4, "0"));
    REQUIRE(soon([&] { return store.asked() == 4; }));
    const auto health = extensions[0]->health();
    CHECK(health.held.find("revision 4, and 5 is served") != std::string::npos);
    CHECK(health.connected);
    CHECK(health.age.count() > 0);
    CHECK(extensions[0]->current()->table.revision == 5);
    store.tell(state(6, "0"));
    REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 6; }));
    REQUIRE(soon([&] { return extensions[0]->health().held.empty(); }));
    CHECK(extensions[0]->health().age.count() == 0);
  }
  const std::string text = log.text();
  const std::size_t first = text.find("is served as it was");
  CHECK(first != std::string::npos);
  CHECK(text.find("is served as it was", first + 1) == std::string::npos);
  CHECK(text.find("pancake accept-store-state") != std::string::npos);
  CHECK(text.find("believed again") != std::string::npos);
}

TEST_CASE("an operator's word and the policy take a store over that lost changes") {
  ScriptedStore store;
  LastKnownGood nowhere("", store.name());
  const auto extensions = one_extension();
  const auto policy = GENERATE(OlderStore::hold, OlderStore::accept);
  const SyncThread sync(store, extensions, Belief{nowhere, policy});
  auto served = state(5, "1");
  served.log_position = 5;
  store.tell(served);
  auto lost = state(7, "0");
  if (policy == OlderStore::hold) {
    store.tell(lost);
    REQUIRE(soon([&] { return !extensions[0]->health().held.empty(); }));
    CHECK(extensions[0]->current()->table.revision == 5);
    lost.revision = 8;
    lost.accepted = 8;
  }
  store.tell(lost);
  REQUIRE(soon([&] {
    return extensions[0]->current() && extensions[0]->current()->table.revision == lost.revision;
  }));
  CHECK(soon([&] { return extensions[0]->health().held.empty(); }));
}

TEST_CASE("a server that starts without its store serves what was kept, and never goes back") {
  const test::TemporaryFolder folder;
  const std::string kept_in = folder.file("state");
  {
    ScriptedStore store;
    LastKnownGood kept(kept_in, store.name());
    const auto extensions = one_extension();
    const SyncThread sync(store, extensions, Belief{kept});
    store.tell(state(1, "0"));
    store.tell(state(7, "1"));
    REQUIRE(soon(
        [&] { return extensions[0]->current() && extensions[0]->current()->table.revision == 7; }));
  }
  ScriptedStore store;
  LastKnownGood kept(kept_in, store.name());
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions, Belief{kept});
  store.tell(fail(ErrorCode::store_unreachable, "connection refused"));
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  CHECK(extensions[0]->current()->table.revision == 7);
  CHECK(extensions[0]->current()->table.switches[0].state == 1);
  CHECK(extensions[0]->health().source == StateSource::disk);
  CHECK(!extensions[0]->health().connected);

  SECTION("the store is still there: it is what the store says from now on") {
    store.tell(state(7, "1"));
    REQUIRE(soon([&] { return extensions[0]->health().connected; }));
    CHECK(extensions[0]->health().source == StateSource::store);
    CHECK(extensions[0]->health().age.count() == 0);
  }
  SECTION("the store went on") {
    store.tell(state(8, "0"));
    REQUIRE(soon([&] { return extensions[0]->current()->table.revision == 8; }));
    CHECK(extensions[0]->health().source == StateSource::store);
  }
  SECTION("the store was restored from an older copy meanwhile") {
    store.tell(state(1, "0"));
    REQUIRE(soon([&] { return !extensions[0]->health().held.empty(); }));
    CHECK(extensions[0]->current()->table.revision == 7);
    CHECK(extensions[0]->health().source == StateSource::disk);
  }
  SECTION("the store was restarted meanwhile, with a state that was served before") {
    auto old = state(9, "0");
    old.lineage = "another run";
    store.tell(old);
    REQUIRE(soon([&] { return !extensions[0]->health().held.empty(); }));
    CHECK(extensions[0]->current()->table.revision == 7);
  }
}

TEST_CASE("a store that answers at once is served and not what was kept on the disk") {
  const test::TemporaryFolder folder;
  ScriptedStore store;
  {
    LastKnownGood kept(folder.path().string(), store.name());
    KnownState known;
    known.extension = "pancake";
    known.state = state(7, "1");
    kept.keep(std::move(known));
  }
  LastKnownGood kept(folder.path().string(), store.name());
  const auto extensions = one_extension();
  std::vector<std::uint64_t> published;
  extensions[0]->on_publish(
      [&](const PublishedExtension&, std::uint64_t revision) { published.push_back(revision); });
  {
    store.tell(state(9, "0"));
    const SyncThread sync(store, extensions, Belief{kept});
    REQUIRE(soon([&] { return extensions[0]->health().connected; }));
  }
  CHECK(published == std::vector<std::uint64_t>{9});
}

TEST_CASE("a store that does not answer is waited for, and then what was kept is served") {
  const test::TemporaryFolder folder;
  ScriptedStore store;
  {
    LastKnownGood kept(folder.path().string(), store.name());
    KnownState known;
    known.extension = "pancake";
    known.state = state(7, "1");
    kept.keep(std::move(known));
  }
  LastKnownGood kept(folder.path().string(), store.name());
  const auto extensions = one_extension();
  const SyncThread sync(store, extensions, Belief{kept});
  REQUIRE(soon([&] { return extensions[0]->current() != nullptr; }));
  CHECK(extensions[0]->health().source == StateSource::disk);
}

}  // namespace pancake
