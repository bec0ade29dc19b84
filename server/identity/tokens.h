#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"
#include "identity/sha256.h"

namespace pancake {

/// What a caller may want to do.
enum class Right : std::uint8_t {
  read,      ///< overviews, lists, the log
  write,     ///< changes
  snapshot,  ///< full snapshots: what edge workers and servers need
};

/// A set of rights.
class Rights {
 public:
  constexpr Rights() = default;
  constexpr Rights(std::initializer_list<Right> rights) {
    for (const Right right : rights) add(right);
  }
  constexpr void add(Right right) { bits_ |= bit(right); }
  [[nodiscard]] constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  constexpr bool operator==(const Rights&) const = default;

  /// "read,write", in the order of the enum.
  [[nodiscard]] std::string text() const;
  /// From "read,write"; no value if a word is no right, or there is none.
  [[nodiscard]] static std::optional<Rights> from_text(std::string_view text);

 private:
  static constexpr unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }
  unsigned bits_ = 0;
};

/// The word for a right: "read", "write", "snapshot".
[[nodiscard]] std::string_view right_word(Right right) noexcept;

/// Who asks, once that is known.
struct Caller {
  std::string name;  ///< the token's name; goes into the log as "api:NAME"
  Rights rights;
  std::vector<std::string> extensions;  ///< empty: all

  /// An empty extension asks whether there is any for which the caller has the right.
  [[nodiscard]] bool may(Right right, std::string_view extension) const;
};

/// A token or server key as the server keeps it: its hash, never its text.
struct AccessToken : Caller {
  Sha256 digest;
  /// The token's length where the file has it in plain text; no value for a hashed one.
  std::optional<std::size_t> plain_bytes;
};

/// Reads a line of a token file:
///
///   sha256:HEX NAME RIGHTS EXTENSIONS     RIGHTS: read,write,snapshot  EXTENSIONS: shop,blog or *
///   TOKEN                                 in plain text: `plain_rights` for all extensions
///
/// The words are separated by blanks; a NAME is 1 to 64 of A-Z a-z 0-9 . _ @ -. The error says
/// what is wrong and never shows a token.
[[nodiscard]] Result<AccessToken> parse_token_line(std::string_view line, Rights plain_rights);

/// The line of a hashed token, without its end.
[[nodiscard]] std::string token_line(const AccessToken& token);

/// Whether a text may be the name of a token.
[[nodiscard]] bool is_token_name(std::string_view name);

/// A new token: 256 random bits as 43 base64url characters behind "pancake_", by which scanners
/// of source code know it.
[[nodiscard]] std::string new_token();

/// The tokens and keys that a server accepts, several at once so that they can be rotated.
class TokenSet {
 public:
  TokenSet() = default;
  explicit TokenSet(std::vector<AccessToken> tokens) : tokens_(std::move(tokens)) {}
  /// Reads the lines of a token file and of a file of server keys (plain lines of which may read
  /// and fetch full snapshots, but change nothing). The error names the line's number.
  [[nodiscard]] static Result<TokenSet> of_lines(const std::vector<std::string>& tokens,
                                                 const std::vector<std::string>& keys);

  [[nodiscard]] bool empty() const noexcept { return tokens_.empty(); }
  [[nodiscard]] const std::vector<AccessToken>& tokens() const noexcept { return tokens_; }
  /// The token with this text, or null. What it compares are hashes, all of them, so that the
  /// time tells neither how long a token is nor where a guess went wrong.
  [[nodiscard]] const AccessToken* find(std::string_view presented) const;
  [[nodiscard]] const AccessToken* find(const Sha256& digest) const;

 private:
  std::vector<AccessToken> tokens_;
};

/// The token of an `Authorization: Bearer …` header; empty if it is of another form.
[[nodiscard]] std::string_view bearer_token(std::string_view authorization) noexcept;

}  // namespace pancake
