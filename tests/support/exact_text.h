#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace pancake::test {

/// A text of so many bytes in memory that ends with it, so that a sanitizer sees what reads on.
class ExactText {
 public:
  explicit ExactText(std::size_t size) : bytes_(new char[size]), size_(size) {
    for (std::size_t at = 0; at < size; ++at) bytes_[at] = static_cast<char>(at * 37 + size);
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
  [[nodiscard]] char& operator[](std::size_t at) { return bytes_[at]; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

}  // namespace pancake::test
