#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"

struct redisReader;

namespace pancake {

/// One reply of Redis (RESP2).
struct RedisReply {
  enum class Kind : std::uint8_t { nil, text, status, error, integer, list };
  Kind kind = Kind::nil;
  std::int64_t number = 0;  ///< integer
  std::string text;         ///< text, status, error
  std::vector<RedisReply> list;

  [[nodiscard]] bool is_nil() const noexcept { return kind == Kind::nil; }
  [[nodiscard]] bool is_error() const noexcept { return kind == Kind::error; }
};

/// A command and its arguments, each any bytes.
using RedisCommand = std::vector<std::string>;

/// Appends a command in the form in which it is sent.
void append_command(std::string& bytes, const RedisCommand& command);

/// Makes replies of bytes as they arrive. No I/O: hiredis' reader behind a type of ours.
///
/// Refuses what no Redis in its senses sends us: more than 7 levels of lists, a list of over 64
/// million entries, a reply of over 2 GiB.
class RedisReplyReader {
 public:
  RedisReplyReader();

  /// Takes bytes in; any cut will do.
  void feed(std::string_view bytes);

  /// The next complete reply; no value if bytes are missing; an error if they are no RESP2,
  /// after which the reader is of no more use.
  [[nodiscard]] tl::expected<std::optional<RedisReply>, std::string> next();

 private:
  struct Free {
    void operator()(redisReader* reader) const noexcept;
  };
  std::unique_ptr<redisReader, Free> reader_;
  std::size_t fed_ = 0;  // since the last complete reply
};

}  // namespace pancake
