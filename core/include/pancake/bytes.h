#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>

namespace pancake {

/// Bytes that a snapshot lives in: owned, movable, aligned for every scalar, and not zeroed
/// when made, since a snapshot of 60 MB is about to be copied over them anyway.
class Bytes {
 public:
  Bytes() = default;

  explicit Bytes(std::size_t size) : data_(new std::uint8_t[size]), size_(size) {}

  /// Like Bytes(size), but `data()` is null where there is not so much memory.
  [[nodiscard]] static Bytes try_make(std::size_t size) noexcept {
    Bytes bytes;
    bytes.data_.reset(new (std::nothrow) std::uint8_t[size]);
    if (bytes.data_ != nullptr) bytes.size_ = size;
    return bytes;
  }

  [[nodiscard]] static Bytes copy_of(std::span<const std::uint8_t> from) {
    Bytes bytes(from.size());
    if (!from.empty()) std::memcpy(bytes.data(), from.data(), from.size());
    return bytes;
  }

  [[nodiscard]] std::uint8_t* data() noexcept { return data_.get(); }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return data_.get(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::span<const std::uint8_t> span() const noexcept { return {data(), size_}; }

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
};

}  // namespace pancake
