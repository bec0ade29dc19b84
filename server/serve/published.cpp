#include "serve/published.h"

#include <algorithm>

#include "views/snapshot_json.h"

namespace pancake {
namespace {

Result<std::shared_ptr<const TaggedSnapshot>> public_snapshot(const FeatureTable& table) {
  auto bytes = write_public_snapshot(table);
  if (!bytes) return tl::unexpected(bytes.error());
  auto tagged = tagged_snapshot(std::move(*bytes));
  if (!tagged) return tl::unexpected(tagged.error());
  return std::make_shared<const TaggedSnapshot>(std::move(*tagged));
}

}  // namespace

Result<std::shared_ptr<const Published>> publishable(FeatureTable table, const Published* before) {
  auto for_public = public_snapshot(table);
  if (!for_public) return tl::unexpected(for_public.error());
  auto full = std::make_shared<const TaggedSnapshot>(tagged_full_snapshot(table));
  ServedSnapshots snapshots{std::move(*for_public), std::move(full)};
  std::string public_json = snapshot_json(*snapshots.public_->snapshot);
  StatusForm status(table);
  EarlierRevisions earlier;
  if (before != nullptr) earlier = EarlierRevisions(before->earlier, before->snapshots, snapshots);
  return std::make_shared<const Published>(Published{std::move(table), std::move(snapshots),
                                                     std::move(public_json), std::move(status),
                                                     std::move(earlier)});
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
