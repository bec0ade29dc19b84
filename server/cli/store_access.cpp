#include "cli/store_access.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

namespace pancake {

namespace asio = boost::asio;

namespace {

/// Runs one operation of a store to its end. What a library throws below it becomes a value.
template <typename T>
Result<T> wait_for(asio::io_context& io, asio::awaitable<Result<T>> operation) {
  std::optional<Result<T>> answer;
  std::exception_ptr thrown;
  asio::co_spawn(io, std::move(operation), [&](std::exception_ptr problem, Result<T> result) {
    thrown = std::move(problem);
    answer = std::move(result);
  });
  io.restart();
  io.run();
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::store_unreachable, std::string("the store failed: ") + problem.what());
  }
  if (!answer) return fail(ErrorCode::store_unreachable, "the store gave no answer");
  return *std::move(answer);
}

}  // namespace

StoreAccess::StoreAccess(std::string url, Store* given)
    : url_(std::move(url)), io_(std::make_unique<asio::io_context>(1)), given_(given) {}

StoreAccess::StoreAccess(std::unique_ptr<RemoteStore> remote)
    : io_(std::make_unique<asio::io_context>(1)), given_(remote.get()), remote_(remote.get()) {
  opened_ = std::move(remote);
}

StoreAccess::~StoreAccess() = default;

Result<Definitions> StoreAccess::definition(RemoteStore& remote, const std::string& extension) {
  return wait_for(*io_, remote.definition(extension));
}

Result<Store*> StoreAccess::ready(bool to_write) {
  if (given_ != nullptr) return given_;
  // A SQLite file that was opened to be read has to be opened anew, and made if it is not there;
  // a connection to Redis serves both.
  const bool anew = to_write && !opened_to_write_ && url_.starts_with("sqlite:");
  if (!opened_ || anew) {
    opened_.reset();
    auto store = open_store(url_, to_write);
    if (!store) return tl::unexpected(store.error());
    opened_ = *std::move(store);
    opened_to_write_ = to_write;
  }
  return opened_.get();
}

template <typename Ask>
auto StoreAccess::ask(bool to_write, Ask question) {
  using Answer = decltype(wait_for(*io_, question(*given_)));
  const auto store = ready(to_write);
  if (!store) return Answer(tl::unexpected(store.error()));
  return wait_for(*io_, question(**store));
}

Result<StoredState> StoreAccess::read(const ExtensionDefinition& extension) {
  return ask(false, [&](Store& store) { return store.read(extension); });
}

Result<StoredState> StoreAccess::read_for(const ExtensionDefinition& extension, ObjectIds ids) {
  return ask(false, [&](Store& store) { return store.read_for(extension, ids); });
}

Result<std::vector<FeatureDefinition>> StoreAccess::read_definitions(const std::string& extension) {
  return ask(false, [&](Store& store) { return store.read_definitions(extension); });
}

Result<Written> StoreAccess::accept_state(const std::string& extension, const Author& author) {
  return ask(true, [&](Store& store) { return store.accept_state(extension, author); });
}

Result<std::vector<LogEntry>> StoreAccess::log(const std::string& extension,
                                               const LogQuery& query) {
  return ask(false, [&](Store& store) { return store.log(extension, query); });
}

Result<Written> StoreAccess::apply(const std::string& extension, const std::vector<Write>& writes,
                                   const Author& author) {
  return ask(true, [&](Store& store) { return apply_plan(store, extension, writes, author); });
}

Result<LogSince> StoreAccess::log_since(const ExtensionDefinition& extension,
                                        std::uint64_t revision, std::uint64_t latest) {
  return ask(false,
             [&](Store& store) { return read_log_since(store, extension, revision, latest); });
}

Result<std::string> StoreAccess::who(const std::string& local) {
  if (remote_ == nullptr) return local;
  return wait_for(*io_, remote_->who());
}

}  // namespace pancake
