#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/stored_override.h"

namespace pancake {

/// What is worth knowing of the rows of a chunk as a whole (StoredOverrides).
struct OverridesDigest {
  std::uint64_t hash_sum = 0;  ///< of each row's EntryHash
  std::set<std::string, std::less<>> groups;
  /// Whether each value is a text "0" or "1", and no id has over 1,024 bytes.
  bool plain = true;
};

/// The overrides that a store holds of one extension, in no particular order, at most one for each
/// flag, group and id.
///
/// There may be a million, and from one state to the next seldom more than one of them is another:
/// so they lie in chunks that copies of a list share. A copy costs a pointer a chunk; who writes to
/// a chunk that was ever shared gets one of its own first. What is the same in two states has the
/// same address then, and whatever is made of all rows can be made of the chunks that are others.
///
/// Copies are independent of each other, also on several threads.
class StoredOverrides {
 public:
  /// So many rows a chunk has at most: copying one takes about as long as copying the pointers to
  /// the chunks of a million rows.
  static constexpr std::size_t most_chunk_rows = 1024;

  class Chunk {
   public:
    Chunk() = default;
    explicit Chunk(std::span<const StoredOverride> rows) : rows_(rows.begin(), rows.end()) {}

    [[nodiscard]] const std::vector<StoredOverride>& rows() const noexcept { return rows_; }
    /// Made when it is first asked for. Any thread.
    [[nodiscard]] const OverridesDigest& digest() const;

   private:
    friend class StoredOverrides;

    std::vector<StoredOverride> rows_;
    std::atomic<bool> shared_ = false;  ///< once true, nothing of it is written any more
    mutable std::mutex mutex_;
    mutable std::optional<OverridesDigest> digest_;  ///< mutex_
  };

  class Iterator {
   public:
    using value_type = StoredOverride;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const StoredOverride*;
    using reference = const StoredOverride&;

    Iterator() = default;

    reference operator*() const { return (*chunk_)->rows()[row_]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      if (++row_ == (*chunk_)->rows().size()) {
        ++chunk_;
        row_ = 0;
      }
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    friend class StoredOverrides;
    explicit Iterator(const std::shared_ptr<Chunk>* chunk) : chunk_(chunk) {}

    const std::shared_ptr<Chunk>* chunk_ = nullptr;
    std::size_t row_ = 0;
  };

  StoredOverrides() = default;
  StoredOverrides(std::initializer_list<StoredOverride> rows);
  StoredOverrides(const StoredOverrides& other);
  StoredOverrides& operator=(const StoredOverrides& other);
  StoredOverrides(StoredOverrides&&) noexcept = default;
  StoredOverrides& operator=(StoredOverrides&&) noexcept = default;
  ~StoredOverrides() = default;

  /// A list of rows that are sorted by flag, group and id, with the chunks of a list before, made
  /// in this way too, wherever nothing in them changed.
  [[nodiscard]] static StoredOverrides of_sorted(std::span<const StoredOverride> rows,
                                                 const StoredOverrides& before);

  /// The chunks of a list that of_sorted() or with_chunks() made in which there are, or would be,
  /// rows with these names: flag, group and id of each. In their order; none of an empty list.
  [[nodiscard]] std::set<std::size_t> chunks_with(std::span<const StoredOverride> places) const;
  /// A chunk has the rows from its first one, or from the beginning, up to the first one of the
  /// next.
  struct Range {
    const StoredOverride* first;  ///< null: from the beginning
    const StoredOverride* end;    ///< null: to the end
  };
  [[nodiscard]] Range range_of(std::size_t chunk) const;
  /// The same list with all rows of some of its chunks read anew, each in the order of of_sorted().
  /// Shares all the others. Time: that of those rows, and of the chunks.
  [[nodiscard]] StoredOverrides with_chunks(
      const std::map<std::size_t, std::vector<StoredOverride>>& anew) const;

  [[nodiscard]] std::size_t size() const noexcept { return ends_.empty() ? 0 : ends_.back(); }
  [[nodiscard]] bool empty() const noexcept { return ends_.empty(); }
  [[nodiscard]] Iterator begin() const { return Iterator(chunks_.data()); }
  [[nodiscard]] Iterator end() const { return Iterator(chunks_.data() + chunks_.size()); }
  /// `row` must be below size(), here and below.
  [[nodiscard]] const StoredOverride& operator[](std::size_t row) const;

  /// The flags that have overrides, and how many rows each has. Kept with each change: where flags
  /// are many, every chunk may have all of them.
  using Counts = std::map<std::string, std::size_t, std::less<>>;
  [[nodiscard]] const Counts& flags() const noexcept { return flags_; }

  /// The sum of each row's EntryHash: the same for the same rows in any order. Time: that of the
  /// chunks, and of the rows in those that nobody asked about before.
  [[nodiscard]] std::uint64_t hash_sum() const;

  /// None of them is empty.
  [[nodiscard]] std::span<const std::shared_ptr<Chunk>> chunks() const noexcept { return chunks_; }

  void push_back(StoredOverride row);
  void set_value(std::size_t row, StoredValue value);
  /// Takes a row out, and puts the last one into its place.
  void take_out(std::size_t row);

  /// Takes out all rows for which this is true.
  template <typename Predicate>
  void erase_if(Predicate predicate) {
    for (std::size_t row = size(); row-- > 0;) {
      if (predicate((*this)[row])) take_out(row);
    }
  }

 private:
  /// Where a row lies.
  struct Place {
    std::size_t chunk;
    std::size_t row;
  };
  [[nodiscard]] Place place_of(std::size_t row) const;
  [[nodiscard]] std::vector<StoredOverride>& writable(std::size_t chunk);
  void append(std::span<const StoredOverride> rows);
  void append(std::shared_ptr<Chunk> chunk);
  void append_counted(std::shared_ptr<Chunk> chunk);
  void count(const std::string& flag);
  void count_out(const std::string& flag);
  [[nodiscard]] bool has_too_many_chunks() const noexcept;

  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::vector<std::size_t> ends_;  ///< the rows up to the end of each chunk
  Counts flags_;
};

/// One override that is other than before. Its texts belong to the lists that were compared.
struct OverrideChange {
  std::string_view group;
  std::string_view flag;
  std::string_view object_id;
  const StoredValue* value;  ///< null: there is none any more
};

/// What changed from one list to another, in no particular order. Time: that of the chunks which
/// they do not share.
[[nodiscard]] std::vector<OverrideChange> difference(const StoredOverrides& before,
                                                     const StoredOverrides& after);

}  // namespace pancake
