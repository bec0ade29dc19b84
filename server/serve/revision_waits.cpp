#include "serve/revision_waits.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace pancake {

struct RevisionWaits::Waiter {
  Waiter(const Executor& executor, std::uint64_t wanted) : timer(executor), revision(wanted) {}

  Timer timer;  ///< touched by the thread of its executor only
  std::uint64_t revision;
};

/// A waiter's place in the list, also when the coroutine that waits is thrown away.
class RevisionWaits::Listed {
 public:
  Listed(RevisionWaits& waits, std::shared_ptr<Waiter> waiter)
      : waits_(waits), waiter_(std::move(waiter)) {
    const std::scoped_lock lock(waits_.mutex_);
    waits_.waiters_.push_back(waiter_);
  }
  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;
  ~Listed() {
    const std::scoped_lock lock(waits_.mutex_);
    std::erase(waits_.waiters_, waiter_);
  }
  Waiter* operator->() const { return waiter_.get(); }

 private:
  RevisionWaits& waits_;
  std::shared_ptr<Waiter> waiter_;
};

RevisionWaits::RevisionWaits(PublishedExtension& extension) : extension_(extension) {
  extension.on_publish(
      [this](const PublishedExtension&, std::uint64_t revision) { wake(revision); });
}

bool RevisionWaits::is_reached(std::uint64_t revision) const {
  const auto published = extension_.current();
  return published && published->table.revision >= revision;
}

Awaitable<bool> RevisionWaits::reach(std::uint64_t revision, std::chrono::milliseconds limit) {
  if (is_reached(revision)) co_return true;
  const auto executor = co_await boost::asio::this_coro::executor;
  const Listed waiter(*this, std::make_shared<Waiter>(executor, revision));
  waiter->timer.expires_after(limit);
  // Whatever is published from here on wakes it; what came between the two looks is seen now.
  if (!is_reached(revision)) co_await waiter->timer.async_wait(as_result);
  co_return is_reached(revision);
}

void RevisionWaits::wake(std::uint64_t revision) {
  const std::scoped_lock lock(mutex_);
  for (const auto& waiter : waiters_) {
    if (waiter->revision > revision) continue;
    boost::asio::post(waiter->timer.get_executor(), [waiter] { waiter->timer.cancel(); });
  }
}

}  // namespace pancake
