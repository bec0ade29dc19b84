#include "serve/published.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "views/snapshot_json.h"

namespace pancake {
namespace {

std::string etag(const Snapshot& snapshot, std::string_view form) {
  return fmt::format("W/\"{}-{}-{:016x}\"", to_text(snapshot.scope()), form,
                     snapshot.content_hash());
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
  replace(std::move(published), StateSource::store, std::chrono::system_clock::now());
}

void PublishedExtension::publish_kept(std::shared_ptr<const Published> published,
                                      std::chrono::system_clock::time_point read_at) noexcept {
  replace(std::move(published), StateSource::disk, read_at);
  const std::scoped_lock lock(mutex_);
  // A clock that was set back must not make a state younger than new.
  const auto age = std::max(std::chrono::system_clock::now() - read_at, {});
  unsure_since_ = Clock::now() - std::chrono::duration_cast<Clock::duration>(age);
}

void PublishedExtension::replace(std::shared_ptr<const Published> published, StateSource source,
                                 std::chrono::system_clock::time_point read_at) noexcept {
  const std::uint64_t revision = published->table.revision;
  {
    const std::scoped_lock lock(mutex_);
    if (frozen_) {
      withheld_.swap(published);
      return;
    }
    current_.swap(published);
    health_.source = source;
    health_.read_at = read_at;
  }
  changed_.notify_all();
  for (const auto& listener : listeners_) listener(*this, revision);
  // The one before goes here, outside of the lock, unless a request still reads it.
}

void PublishedExtension::freeze() noexcept {
  const std::scoped_lock lock(mutex_);
  frozen_ = true;
}

void PublishedExtension::thaw() noexcept {
  std::shared_ptr<const Published> withheld;
  {
    const std::scoped_lock lock(mutex_);
    frozen_ = false;
    withheld.swap(withheld_);
    if (!withheld) return;
    current_ = withheld;
    health_.source = StateSource::store;
    health_.read_at = std::chrono::system_clock::now();
  }
  changed_.notify_all();
  for (const auto& listener : listeners_) listener(*this, withheld->table.revision);
}

bool PublishedExtension::wait_for(std::uint64_t revision,
                                  std::chrono::steady_clock::time_point deadline) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(
      lock, deadline, [&] { return current_ != nullptr && current_->table.revision >= revision; });
}

void PublishedExtension::connected() noexcept {
  const std::scoped_lock lock(mutex_);
  health_.connected = true;
  health_.held.clear();
  if (health_.source == StateSource::disk) {
    health_.source = StateSource::store;
    health_.read_at = std::chrono::system_clock::now();
  }
  unsure_since_.reset();
}

void PublishedExtension::disconnected() noexcept {
  const std::scoped_lock lock(mutex_);
  health_.connected = false;
  if (!unsure_since_) unsure_since_ = Clock::now();
}

void PublishedExtension::hold(std::string why) noexcept {
  const std::scoped_lock lock(mutex_);
  health_.connected = true;
  health_.held = std::move(why);
  if (!unsure_since_) unsure_since_ = Clock::now();
}

SyncHealth PublishedExtension::health() const {
  const std::scoped_lock lock(mutex_);
  SyncHealth health = health_;
  if (unsure_since_) health.age = Clock::now() - *unsure_since_;
  return health;
}

}  // namespace pancake
