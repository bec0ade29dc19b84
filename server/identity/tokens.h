#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// A set of secret texts that a request may present. Held and compared as SHA-256, so that the
/// time of a comparison tells neither how long a token is nor where a guess went wrong.
class TokenSet {
 public:
  explicit TokenSet(const std::vector<std::string>& tokens);

  [[nodiscard]] bool empty() const noexcept { return digests_.empty(); }
  [[nodiscard]] bool contains(std::string_view presented) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  std::vector<Digest> digests_;
};

/// The token of an `Authorization: Bearer …` header; empty if it is of another form.
[[nodiscard]] std::string_view bearer_token(std::string_view authorization) noexcept;

}  // namespace pancake
