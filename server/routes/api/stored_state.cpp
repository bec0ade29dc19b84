#include "routes/api/stored_state.h"

#include "admin/change_plan.h"
#include "routes/route.h"

namespace pancake {

Needed<std::shared_ptr<const Published>> published_of(const ApiCall& call) {
  auto published = call.extension->current();
  if (!published) return tl::unexpected(not_ready());
  return published;
}

// The callables below are kept by the store's thread after a connection was broken off: they
// hold copies, and the extension's definition, which lives as long as the site.

Awaitable<Result<StoredState>> read_state(const ApiCall& call) {
  const auto read = [&definition = call.definition()](Store& store) {
    return store.read(definition);
  };
  co_return co_await call.site.store->run<StoredState>(read);
}

Awaitable<Result<Written>> apply_writes(const ApiCall& call, std::vector<Write> writes,
                                        Author author) {
  const auto apply = [name = call.definition().name, writes = std::move(writes),
                      author = std::move(author)](Store& store) {
    return store.apply(name, writes, author);
  };
  co_return co_await call.site.store->run<Written>(apply);
}

Awaitable<Result<Written>> apply_whole_plan(const ApiCall& call, std::vector<Write> writes,
                                            Author author) {
  const auto apply = [name = call.definition().name, writes = std::move(writes),
                      author = std::move(author)](Store& store) {
    return apply_plan(store, name, writes, author);
  };
  co_return co_await call.site.store->run<Written>(apply);
}

Awaitable<Result<Written>> accept_state(const ApiCall& call, Author author) {
  const auto accept = [name = call.definition().name, author = std::move(author)](Store& store) {
    return store.accept_state(name, author);
  };
  co_return co_await call.site.store->run<Written>(accept);
}

Needed<void> require_believed_store(const ApiCall& call) {
  const SyncHealth health = call.extension->health();
  if (health.source == StateSource::disk && health.held.empty()) {
    return tl::unexpected(try_again("store_unread",
                                    "the store has not been read since the server started or "
                                    "was reloaded; /readyz says more, try again"));
  }
  if (health.held.empty()) return {};
  return tl::unexpected(
      error_response(Status::conflict, "store_held",
                     "the store is not believed: " + health.held +
                         "; 'pancake accept-store-state --yes' says that what it holds is meant"));
}

}  // namespace pancake
