// Memory for the engine, in place of Emscripten's: a list of free blocks in the order of their
// addresses. The first one that is large enough is taken; what is given back grows together with
// its neighbours, so that opening and closing snapshots for months takes no more memory than the
// most that was open at once. There are a few blocks at any time, so that a list is fast enough,
// and it is a quarter of the code of the smallest allocator that Emscripten brings.
#include <cstddef>
#include <cstdint>
#include <new>

extern "C" unsigned char __heap_base;  // Where the linker put nothing.

namespace {

/// In front of each block, used or free. Blocks begin at multiples of 8.
struct Block {
  std::size_t size;  ///< of all of it
  Block* next;       ///< the next free one
};
static_assert(sizeof(Block) == 8);

constexpr std::size_t page = 65'536;
constexpr std::size_t largest = std::size_t{0} - 2 * page;

Block* first_free = nullptr;
bool is_started = false;

Block* end_of(Block* block) {
  return reinterpret_cast<Block*>(reinterpret_cast<std::uintptr_t>(block) + block->size);
}

void give_back(Block* block) {
  Block** place = &first_free;
  Block* before = nullptr;
  while (*place != nullptr && *place < block) {
    before = *place;
    place = &before->next;
  }
  block->next = *place;
  *place = block;
  if (end_of(block) == block->next) {
    block->size += block->next->size;
    block->next = block->next->next;
  }
  if (before != nullptr && end_of(before) == block) {
    before->size += block->size;
    before->next = block->next;
  }
}

void give_back(std::uintptr_t begin, std::uintptr_t end) {
  auto* const block = reinterpret_cast<Block*>(begin);
  block->size = end - begin;
  give_back(block);
}

/// More pages of memory, if there are any.
bool grow(std::size_t size) {
  const std::size_t pages = (size + page - 1) / page;
  const std::size_t before = __builtin_wasm_memory_grow(0, pages);
  if (before == SIZE_MAX) return false;
  give_back(before * page, (before + pages) * page);
  return true;
}

void* allocate(std::size_t size) {
  if (size > largest) return nullptr;
  if (!is_started) {
    is_started = true;
    const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(&__heap_base);
    give_back((begin + 7) & ~std::uintptr_t{7}, __builtin_wasm_memory_size(0) * page);
  }
  size = (size + sizeof(Block) + 7) & ~std::size_t{7};
  do {
    for (Block** place = &first_free; *place != nullptr; place = &(*place)->next) {
      Block* const block = *place;
      if (block->size < size) continue;
      if (block->size < size + 2 * sizeof(Block)) {
        *place = block->next;
        return block + 1;
      }
      // The end of it, so that the list stays as it is.
      block->size -= size;
      Block* const taken = end_of(block);
      taken->size = size;
      return taken + 1;
    }
  } while (grow(size));
  return nullptr;
}

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new(std::size_t size) {
  void* const memory = allocate(size);
  if (memory == nullptr) __builtin_trap();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }

void operator delete(void* memory) noexcept {
  if (memory != nullptr) give_back(static_cast<Block*>(memory) - 1);
}
void operator delete[](void* memory) noexcept { operator delete(memory); }
