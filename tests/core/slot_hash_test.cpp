#include "../../core/src/slot_hash.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../core/src/override_index.h"
#include "catch.h"
#include "exact_text.h"
#include "typical_features.h"

namespace pancake {
namespace {

using test::ExactText;

struct Listed {
  std::uint32_t group;
  std::string id;
};

/// How many slots a search reads.
struct Reads {
  double listed;      ///< on average, for who is listed: 1.5 of a good hash in a half-full table
  double not_listed;  ///< on average, from any slot to the next empty one: 2.5
  std::uint32_t most;
};

/// Of a table that is as full as it gets.
Reads reads_of(const std::vector<Listed>& all) {
  std::vector<std::uint32_t> slots(slot_count(all.size()));
  const auto last = static_cast<std::uint32_t>(slots.size() - 1);
  std::uint64_t sum = 0;
  std::uint32_t most = 0;
  for (std::uint32_t row = 0; row < all.size(); ++row) {
    add_to_slots(slots, row, all[row].group, all[row].id);
    const std::uint32_t first = slot_hash(all[row].group, all[row].id) & last;
    std::uint32_t at = first;
    while (slots[at] != row + 1) at = (at + 1) & last;
    const std::uint32_t reads = ((at - first) & last) + 1;
    sum += reads;
    most = std::max(most, reads);
  }
  std::uint64_t to_empty = 0;
  for (std::uint32_t first = 0; first <= last; ++first) {
    std::uint32_t at = first;
    while (slots[at] != 0) at = (at + 1) & last;
    to_empty += ((at - first) & last) + 1;
  }
  return {static_cast<double>(sum) / static_cast<double>(all.size()),
          static_cast<double>(to_empty) / static_cast<double>(slots.size()), most};
}

std::string hex(std::uint64_t number, int digits) {
  char text[17];
  std::snprintf(text, sizeof text, "%0*llx", digits, static_cast<unsigned long long>(number));
  return text;
}

/// The text with a bit turned for each bit that is set in `number`: bit `first`, then each
/// `distance` bits further on.
std::string turned(std::string text, std::uint32_t number, unsigned first, unsigned distance) {
  for (unsigned bit = first; number != 0; bit += distance, number >>= 1U) {
    if ((number & 1U) != 0) text[bit / 8] = static_cast<char>(text[bit / 8] ^ 1 << bit % 8);
  }
  return text;
}

using IdOf = std::function<std::string(std::uint32_t)>;

/// Ids as they occur, and ids that differ where a hash of words may be blind.
const std::vector<std::pair<std::string, IdOf>> kinds = {
    {"numbers", [](auto n) { return std::to_string(n); }},
    {"numbers from a billion", [](auto n) { return std::to_string(1'000'000'000 + n); }},
    {"multiples of 1,000", [](auto n) { return std::to_string(n) + "000"; }},
    {"numbers of 16 digits", [](auto n) { return "00000000" + hex(n, 8); }},
    {"numbers of 8 bytes", [](auto n) { return turned(std::string(8, '\0'), n, 0, 1); }},
    {"letters",
     [](auto n) {
       return std::string{static_cast<char>('a' + n % 26), static_cast<char>('a' + n / 26 % 26),
                          static_cast<char>('a' + n / 676 % 26),
                          static_cast<char>('a' + n / 17576)};
     }},
    {"names with a number", [](auto n) { return "user-" + std::to_string(n); }},
    {"UUIDs", [](auto n) { return test::user_id(n); }},
    {"UUIDs that count at their end",
     [](auto n) { return "123e4567-e89b-42d3-a456-" + hex(n, 12); }},
    {"UUIDs that count at their beginning",
     [](auto n) { return hex(n, 8) + "-e89b-42d3-a456-426614174000"; }},
    {"UUIDs that count at both",
     [](auto n) { return hex(n, 8) + "-e89b-42d3-a456-" + hex(n, 12); }},
    {"e-mail addresses", [](auto n) { return "anna." + std::to_string(n) + "@example.com"; }},
    {"e-mail addresses of one length", [](auto n) { return "user" + hex(n, 6) + "@example.com"; }},
    {"object ids of 24 digits", [](auto n) { return "507f1f77bcf86cd7994" + hex(n, 5); }},
    {"one text thrice", [](auto n) { return hex(n, 8) + hex(n, 8) + hex(n, 8); }},
    {"words swapped",
     [](auto n) { return hex(n % 256, 8) + hex(n / 256, 8) + hex(n / 256, 8) + hex(n % 256, 8); }},
    {"a bit in each other byte", [](auto n) { return turned(std::string(36, '0'), n, 0, 16); }},
    {"the top bit of each byte", [](auto n) { return turned(std::string(40, '\0'), n, 7, 8); }},
    {"a bit in each half word", [](auto n) { return turned(std::string(80, '\0'), n, 31, 32); }},
};

}  // namespace

TEST_CASE("slots are found as fast as by a hash without pattern, whatever the ids look like") {
  for (const std::uint32_t count : {1U << 10U, 1U << 15U}) {
    for (const std::uint32_t groups : {1U, 5U, 512U}) {
      for (const auto& [kind, id_of] : kinds) {
        std::vector<Listed> all;
        for (std::uint32_t n = 0; n < count; ++n) all.push_back({n % groups, id_of(n / groups)});
        const Reads reads = reads_of(all);
        INFO(count << " " << kind << " in " << groups << " groups: " << reads.listed << " and "
                   << reads.not_listed << ", at most " << reads.most);
        // The smaller table strays further from the average, as that of any hash does.
        const double margin = count < 10'000 ? 0.3 : 0.06;
        CHECK(reads.listed < 1.5 + margin);
        CHECK(reads.not_listed < 2.5 + 3 * margin);
        CHECK(reads.most < 70);
      }
    }
  }
}

TEST_CASE("each bit, the length and the group count for a slot") {
  std::set<std::uint32_t> hashes;
  std::size_t texts = 0;
  const auto add = [&](std::uint32_t group, std::string_view id) {
    hashes.insert(slot_hash(group, id));
    ++texts;
  };
  for (std::size_t size = 2; size < 70; ++size) {
    add(0, std::string(size, '\0'));
    ExactText id(size);
    for (std::uint32_t group = 0; group < 4; ++group) add(group, id.view());
    for (std::size_t bit = 0; bit < size * 8; ++bit) {
      const auto turn = static_cast<char>(1U << bit % 8);
      id[bit / 8] = static_cast<char>(id[bit / 8] ^ turn);
      add(0, id.view());
      id[bit / 8] = static_cast<char>(id[bit / 8] ^ turn);
    }
  }
  // Among 20,000 numbers of 32 bits drawn by chance, one time in twenty two are equal.
  CHECK(texts - hashes.size() < 2);
}

TEST_CASE("slots are those of every release") {
  CHECK(slot_hash(0, "") == 0);
  CHECK(slot_hash(0, "42") == 4240360514);
  CHECK(slot_hash(1, "42") == 409564570);
  CHECK(slot_hash(0, "12345678") == 1322545341);
  CHECK(slot_hash(3, "123e4567-e89b-42d3-a456-426614174000") == 165362258);
}

}  // namespace pancake
