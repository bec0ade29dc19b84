#include "admin/change_plan.h"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>

namespace pancake {

boost::asio::awaitable<Result<Written>> apply_plan(Store& store, std::string extension,
                                                   std::vector<Write> writes, Author author) {
  Written written;
  for (std::size_t done = 0; done < writes.size();) {
    const auto count = std::min(most_writes, writes.size() - done);
    const auto begin = writes.begin() + static_cast<std::ptrdiff_t>(done);
    const std::vector<Write> part(begin, begin + static_cast<std::ptrdiff_t>(count));
    auto result = co_await store.apply(extension, part, author);
    if (!result) {
      auto error = std::move(result.error());
      if (done > 0) {
        error.message += " (after " + std::to_string(done) + " of " +
                         std::to_string(writes.size()) + " changes, which are made)";
      }
      co_return tl::unexpected(std::move(error));
    }
    written.revision = result->revision;
    if (written.warning.empty()) written.warning = std::move(result->warning);
    done += count;
  }
  co_return written;
}

}  // namespace pancake
