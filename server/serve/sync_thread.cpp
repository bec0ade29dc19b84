#include "serve/sync_thread.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>
#include <unordered_set>

#include "store/backoff.h"

namespace pancake {
namespace {

namespace asio = boost::asio;

/// One extension's way from the store to the requests.
class ExtensionSync {
 public:
  ExtensionSync(Store& store, PublishedExtension& extension, const Belief& belief)
      : store_(store),
        extension_(extension),
        belief_(belief),
        guard_(belief.older_store),
        follower_(store.follow(extension.definition())) {}

  /// Serves what this process served last, before a reload. What a server before this one kept on
  /// the disk is only taken as what was served last.
  void resume() {
    if (const auto newest = belief_.last_known_good.newest(name())) {
      prepare(*newest);
      if (kept_) extension_.publish_kept(std::exchange(kept_, nullptr), kept_read_at_);
      return;
    }
    if (const auto known = belief_.last_known_good.load(name())) prepare(*known);
  }

  /// Serves what was kept if nothing is served yet. Not at once at the start: a store that answers
  /// knows more, and a server that was killed may have served more than it had kept.
  void serve_kept() {
    if (!kept_) return;
    const auto age = std::chrono::system_clock::now() - kept_read_at_;
    spdlog::warn("'{}': the last known good state is served: revision {}, read {} s ago", name(),
                 kept_->table.revision,
                 std::chrono::duration_cast<std::chrono::seconds>(age).count());
    extension_.publish_kept(std::exchange(kept_, nullptr), kept_read_at_);
  }

  asio::awaitable<void> run() {
    while (true) {
      auto stored = co_await follower_->next();
      const auto problem = take(std::move(stored));
      if (problem) co_await rest_after(*problem);
      if (!held_.empty() && belief_.older_store == OlderStore::accept) co_await accept();
    }
  }

 private:
  void prepare(const KnownState& known) {
    auto table = join(extension_.definition(), known.state);
    if (!table) return;
    auto published = publishable(std::move(*table), nullptr);
    if (!published) return;
    guard_.resume(mark_of(known.state), known.earlier);
    kept_ = std::move(*published);
    kept_read_at_ = known.read_at;
  }

  /// Publishes a state if it is believed; gives what went wrong, if anything.
  std::optional<std::string> take(Result<StoredState> stored) {
    if (!stored) {
      serve_kept();
      return stored.error().message;
    }
    StateMark mark = mark_of(*stored);
    const Judgement judged = guard_.judge(mark);
    if (judged.verdict != Judgement::Verdict::publish) serve_kept();
    if (judged.verdict == Judgement::Verdict::hold) {
      hold(judged.why);
    } else {
      if (judged.verdict == Judgement::Verdict::publish) {
        auto problem = publish(std::move(*stored), std::move(mark));
        if (problem) return problem;
      }
      believe(judged.why);
    }
    if (failing_ && held_.empty())
      spdlog::info("{}: '{}' is followed again", store_.name(), name());
    failing_ = false;
    backoff_.reset();
    return std::nullopt;
  }

  /// Where the store counts from a lower revision, it has to count on from a higher one before
  /// it can be taken over: readers never go back. Tried once for each reason.
  asio::awaitable<void> accept() {
    if (tried_to_accept_ == held_) co_return;
    tried_to_accept_ = held_;
    const Author server{"server", "--older-store accept"};
    const auto accepted = co_await store_.accept_state(name(), server);
    if (!accepted) {
      spdlog::warn("{}: '{}' cannot be taken over: {}", store_.name(), name(),
                   accepted.error().message);
    }
  }

  std::optional<std::string> publish(StoredState stored, StateMark mark) {
    const auto before = extension_.current();
    auto table = join(extension_.definition(), stored, before ? &before->table : nullptr);
    if (!table) return table.error().message;
    auto published = publishable(std::move(*table), before.get());
    if (!published) return published.error().message;
    log_problems((*published)->table);
    kept_.reset();
    guard_.serve(std::move(mark));
    // Before anybody sees it: who follows the store after a reload has to go on from here.
    belief_.last_known_good.keep(
        {{}, name(), std::chrono::system_clock::now(), guard_.earlier(), std::move(stored)});
    extension_.publish(std::move(*published));
    return std::nullopt;
  }

  /// Each reason is logged once, when it appears.
  void hold(const std::string& why) {
    if (held_.empty()) {
      spdlog::error(
          "{}: '{}' is served as it was: {}. If the store is right, run `pancake "
          "accept-store-state --yes`",
          store_.name(), name(), why);
    }
    held_ = why;
    extension_.hold(why);
  }

  void believe(const std::string& all_the_same) {
    if (!all_the_same.empty()) {
      spdlog::warn("{}: '{}' is taken over as it is, though {}", store_.name(), name(),
                   all_the_same);
    } else if (!held_.empty()) {
      spdlog::info("{}: '{}' is believed again", store_.name(), name());
    }
    held_.clear();
    extension_.connected();
  }

  asio::awaitable<void> rest_after(const std::string& problem) {
    extension_.disconnected();
    if (!failing_) {
      const bool serves = extension_.current() != nullptr;
      spdlog::warn("{}; '{}' {}, trying again", problem, name(),
                   serves ? "is served as it was" : "cannot be served yet");
    }
    failing_ = true;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(backoff_.next(static_cast<std::uint32_t>(random_())));
    co_await timer.async_wait(asio::use_awaitable);
  }

  /// Each problem once, when it appears; of many at once the first, and how many more.
  void log_problems(const FeatureTable& table) {
    constexpr std::size_t most_lines = 20;
    std::size_t appeared = 0;
    for (const std::string& problem : table.problems) {
      if (problems_.contains(problem) || ++appeared > most_lines) continue;
      spdlog::warn("'{}': {}", name(), problem);
    }
    if (appeared > most_lines) {
      spdlog::warn("'{}': and {} more such problems, which `pancake overview` names", name(),
                   appeared - most_lines);
    }
    problems_ = {table.problems.begin(), table.problems.end()};
  }

  [[nodiscard]] const std::string& name() const { return extension_.definition().name; }

  Store& store_;
  PublishedExtension& extension_;
  Belief belief_;
  StoreGuard guard_;
  std::unique_ptr<Follower> follower_;
  Backoff backoff_;
  std::minstd_rand random_{std::random_device{}()};
  std::unordered_set<std::string> problems_;
  std::shared_ptr<const Published> kept_;  ///< what was kept on the disk, until it is needed
  std::chrono::system_clock::time_point kept_read_at_;
  std::string tried_to_accept_;
  std::string held_;  ///< why; empty while the store is believed
  bool failing_ = false;
};

/// How long a store may take before the last known good state is served in its place.
constexpr std::chrono::seconds patience{1};

asio::awaitable<void> keep_in_sync(std::shared_ptr<ExtensionSync> sync) { co_await sync->run(); }

asio::awaitable<void> lose_patience(std::shared_ptr<ExtensionSync> sync) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(patience);
  co_await timer.async_wait(asio::use_awaitable);
  sync->serve_kept();
}

void rethrow(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

SyncThread::SyncThread(Store& store,
                       const std::vector<std::unique_ptr<PublishedExtension>>& extensions,
                       const Belief& belief) {
  for (const auto& extension : extensions) {
    auto sync = std::make_shared<ExtensionSync>(store, *extension, belief);
    sync->resume();
    asio::co_spawn(context_, keep_in_sync(sync), rethrow);
    asio::co_spawn(context_, lose_patience(std::move(sync)), rethrow);
  }
  thread_ = std::thread([this] { context_.run(); });
}

SyncThread::~SyncThread() {
  context_.stop();
  thread_.join();
}

}  // namespace pancake
