#include "serve/published.h"

#include <spdlog/fmt/fmt.h>

#include "views/snapshot_json.h"

namespace pancake {
namespace {

std::string etag(const Snapshot& snapshot, std::string_view form) {
  return fmt::format("\"{}-{}-{:016x}\"", to_text(snapshot.scope()), form, snapshot.content_hash());
}

}  // namespace

Result<TaggedSnapshot> tagged_snapshot(const FeatureTable& table, Scope scope,
                                       const PersonalPart* personal) {
  auto bytes = write_snapshot(table, scope, personal);
  if (!bytes) return tl::unexpected(bytes.error());
  auto opened = Snapshot::open(std::move(*bytes));
  if (!opened) return fail(ErrorCode::damaged, std::string(message(opened.error())));
  std::string bytes_etag = etag(*opened, "bytes");
  std::string json_etag = etag(*opened, "json");
  return TaggedSnapshot{std::move(*opened), std::move(bytes_etag), std::move(json_etag)};
}

Result<std::shared_ptr<const Published>> publishable(FeatureTable table) {
  auto for_public = tagged_snapshot(table, Scope::public_, nullptr);
  if (!for_public) return tl::unexpected(for_public.error());
  auto full = tagged_snapshot(table, Scope::full, nullptr);
  if (!full) return tl::unexpected(full.error());
  std::string public_json = snapshot_json(for_public->snapshot);
  StatusForm status(table);
  return std::make_shared<const Published>(Published{std::move(table), std::move(*for_public),
                                                     std::move(public_json), std::move(*full),
                                                     std::move(status)});
}

void PublishedExtension::publish(std::shared_ptr<const Published> published) noexcept {
  const std::uint64_t revision = published->table.revision;
  {
    const std::scoped_lock lock(mutex_);
    current_.swap(published);
  }
  for (const auto& listener : listeners_) listener(*this, revision);
  // The one before goes here, outside of the lock, unless a request still reads it.
}

void PublishedExtension::connected() noexcept { away_since_.store(Clock::time_point::min()); }

void PublishedExtension::disconnected() noexcept {
  auto followed = Clock::time_point::min();
  away_since_.compare_exchange_strong(followed, Clock::now());
}

SyncHealth PublishedExtension::health() const noexcept {
  const auto since = away_since_.load();
  if (since == Clock::time_point::min()) return {true, {}};
  return {false, Clock::now() - since};
}

}  // namespace pancake
