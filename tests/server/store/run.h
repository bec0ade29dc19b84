#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <utility>

#include "catch.h"
#include "error.h"

namespace pancake::test {

/// Runs one coroutine to its end and gives its result.
template <typename T>
T run(boost::asio::awaitable<T> work) {
  boost::asio::io_context context;
  std::optional<T> result;
  boost::asio::co_spawn(context, std::move(work), [&result](std::exception_ptr error, T value) {
    if (error) std::rethrow_exception(error);
    result.emplace(std::move(value));
  });
  context.run();
  return std::move(*result);
}

/// The value of a result; the test ends with the error's message if it is one.
template <typename T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

/// The value of a coroutine that must succeed.
template <typename T>
T must_run(boost::asio::awaitable<Result<T>> work) {
  return must(run(std::move(work)));
}

}  // namespace pancake::test
