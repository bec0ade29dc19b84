#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// What a secret text is kept as: its SHA-256. Two of them are compared in a time that does not
/// depend on where they differ.
class Sha256 {
 public:
  Sha256() = default;
  [[nodiscard]] static Sha256 of(std::string_view text);
  /// From 64 hexadecimal digits, upper or lower case; no value for any other text.
  [[nodiscard]] static std::optional<Sha256> from_hex(std::string_view hex);

  [[nodiscard]] std::string hex() const;
  [[nodiscard]] bool operator==(const Sha256& other) const noexcept;
  /// A part of it, for hash tables. Its bytes are as good as random.
  [[nodiscard]] std::size_t bucket() const noexcept;

 private:
  std::array<unsigned char, 32> bytes_{};
};

struct Sha256Hash {
  std::size_t operator()(const Sha256& digest) const noexcept { return digest.bucket(); }
};

}  // namespace pancake
