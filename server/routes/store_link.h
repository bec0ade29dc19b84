#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "http/executor.h"
#include "store/store.h"

namespace pancake {

/// The store as routes reach it: every operation runs on the thread that follows the store, and
/// its result comes back to the connection's own thread.
class StoreLink {
 public:
  /// Both must outlive the link.
  StoreLink(Store& store, boost::asio::io_context& context) : store_(store), context_(context) {}

  /// Runs `operation` (a callable: Store& -> boost::asio::awaitable<Result<T>>) and gives its
  /// result. The callable is kept until the operation ends: capture by value. What is thrown
  /// below becomes the error `store_unreachable`.
  template <typename T, typename Operation>
  Awaitable<Result<T>> run(Operation operation) const {
    const auto [problem, result] = co_await boost::asio::co_spawn(
        context_, carry_out<T>(store_, std::move(operation)), as_result);
    if (problem) {
      co_return fail(ErrorCode::store_unreachable,
                     store_.name() + ": the operation was broken off");
    }
    co_return result;
  }

  [[nodiscard]] std::string name() const { return store_.name(); }

 private:
  template <typename T, typename Operation>
  static boost::asio::awaitable<Result<T>> carry_out(Store& store, Operation operation) {
    co_return co_await operation(store);
  }

  Store& store_;
  boost::asio::io_context& context_;
};

}  // namespace pancake
