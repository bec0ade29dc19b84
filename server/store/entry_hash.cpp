#include "store/entry_hash.h"

#include <array>
#include <charconv>

// Inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {

std::uint64_t EntryHash::operator()(Entry entry, std::initializer_list<std::string_view> texts,
                                    bool wrong_type) {
  bytes_.clear();
  for (const std::string_view text : texts) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), text.size()).ptr;
    bytes_.append(digits.begin(), end).append(":").append(text);
  }
  const auto seed = static_cast<XXH64_hash_t>(entry) * 2 + (wrong_type ? 1 : 0);
  return XXH64(bytes_.data(), bytes_.size(), seed);
}

}  // namespace pancake
