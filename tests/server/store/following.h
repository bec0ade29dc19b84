#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "sample_extension.h"
#include "store/store.h"

namespace pancake::test {

/// A follower on a context of its own, which goes on from one call to the next.
class Following {
 public:
  explicit Following(Store& store) : follower_(store.follow(sample_extension())) {}

  Result<StoredState> next() {
    std::optional<Result<StoredState>> result;
    boost::asio::co_spawn(context_, follower_->next(),
                          [&result](std::exception_ptr error, Result<StoredState> state) {
                            if (error) std::rethrow_exception(error);
                            result = std::move(state);
                          });
    context_.restart();
    while (!result) context_.run_one();
    return std::move(*result);
  }

 private:
  boost::asio::io_context context_;
  std::unique_ptr<Follower> follower_;
};

}  // namespace pancake::test
