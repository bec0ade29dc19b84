// The engine of every page and worker: open a snapshot, evaluate it for a visitor, explain one
// answer. Everything crosses as an `unsigned int`: a number, an address or a handle. A result
// that is an address stays valid until the next call. js/src/engine.ts is the only caller.
//
// Nothing that JavaScript hands in is trusted: an unknown handle or an index out of range gives 0,
// and a text that is not all in the input is none.
//
// Functions of numbers need no Embind: exported, they are functions of JavaScript. To register them
// takes an import, for which V8 compiles a way out of WebAssembly before anything starts: half a
// millisecond, as much as all the rest of the module takes.
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/sample_draw.h"
#include "pancake/snapshot.h"

// Where bytes count, what several functions do is a function of its own; inlined, one answer takes
// a seventh less.
#ifdef PANCAKE_SHORT_CODE
#define PANCAKE_SHORT_CALL [[gnu::noinline]]
#else
#define PANCAKE_SHORT_CALL
#endif

namespace pancake::wasm {
namespace {

constexpr unsigned none = 0xFFFFFFFF;

using Id = std::optional<std::string_view>;

/// An open snapshot with room for one visitor: an id a group, then an answer a feature.
struct Opened {
  unsigned handle;
  CoreResult<Snapshot> snapshot;  ///< good once adopt() is through
  Bytes room;
  std::unique_ptr<Opened> next;
  Visitor visitor;  ///< who asks now: points into the room and the input

  [[nodiscard]] std::span<Id> ids() {
    return {reinterpret_cast<Id*>(room.data()), snapshot->group_count()};
  }
  [[nodiscard]] std::span<Answer> answers() {
    return {reinterpret_cast<Answer*>(room.data() + ids().size_bytes()), snapshot->feature_count()};
  }
};
static_assert(std::is_trivially_destructible_v<Id> && std::is_trivially_destructible_v<Answer>);

/// What describe() points to.
struct Description {
  unsigned revision_low;
  unsigned revision_high;
  unsigned scope;  ///< 0 public, 1 personal, 2 full
  unsigned extension_address;
  unsigned extension_length;
  unsigned columns_address;  ///< a Column for each Field of core/src/payload_fields.h
};
static_assert(sizeof(Column) == 8);

/// What explain() points to.
struct Explanation {
  unsigned answer;  ///< the answer byte, evaluation.h
  unsigned group;   ///< the group that decided, or 0xFFFFFFFF
  double draw;
  double ratio;  ///< what the draw was held against, NaN if nothing
};
static_assert(sizeof(Explanation) == 24);

/// Handles begin here: what adopt() gives below is a CoreError.
constexpr unsigned first_handle = 256;
/// In place of a handle: what is adopted is a base.
[[maybe_unused]] constexpr unsigned as_base = 1;

Bytes input;
std::unique_ptr<Opened> first_opened;  // A few at a time: a list.
unsigned next_handle = first_handle;

unsigned address_of(const void* place) { return reinterpret_cast<unsigned>(place); }

Opened* opened_as(unsigned handle) {
  Opened* opened = first_opened.get();
  while (opened != nullptr && opened->handle != handle) opened = opened->next.get();
  return opened;
}

/// Text number `place` of those that JavaScript wrote into the input buffer, each into a slot of
/// its own, so that writing one needs no look at the others:
///
///   slot 0         4 bytes a text, little endian: its length; 0xFFFFFFFF: no text
///   slot place + 1 the text, UTF-8
///
/// An empty one without an address for a text that is not there, or not all in the input.
PANCAKE_SHORT_CALL std::string_view input_text(unsigned slot_size, unsigned place) {
  std::uint32_t length = none;
  if (place >= input.size() / sizeof length) return {};
  std::memcpy(&length, input.data() + sizeof length * place, sizeof length);
  const std::uint64_t begin = (std::uint64_t{place} + 1) * slot_size;
  if (begin + length > input.size()) return {};
  return {reinterpret_cast<const char*>(input.data()) + begin, length};
}

/// The snapshot of this handle, asked by the visitor whom the texts of the input tell: an object
/// id for each group of the snapshot, in its order, then the visitor key. nullptr without one.
PANCAKE_SHORT_CALL Opened* asked_as(unsigned handle, unsigned slot_size) {
  Opened* opened = opened_as(handle);
  if (opened == nullptr) return nullptr;
  unsigned place = 0;
  for (Id& id : opened->ids()) {
    id = input_text(slot_size, place++);
    if (id->data() == nullptr) id.reset();
  }
  opened->visitor = {.ids = opened->ids(), .key = input_text(slot_size, place)};
  return opened;
}

/// Opens the input as adopt() says.
CoreResult<Snapshot> open_input([[maybe_unused]] unsigned base) {
#ifdef PANCAKE_WITHOUT_LAYERS
  return Snapshot::open(std::move(input));
#else
  if (base == as_base) return Snapshot::open_base(std::move(input));
  const Opened* const under = opened_as(base);
  return Snapshot::open(std::move(input), under == nullptr ? nullptr : &*under->snapshot);
#endif
}

}  // namespace

// What JavaScript calls, by these names; engine_exports.json lists them.
extern "C" {

/// Makes an input buffer of exactly `size` bytes, not zeroed, in place of the one before, and
/// gives its address; 0 if there is not so much memory.
unsigned reserve(unsigned size) {
  input = Bytes();
  input = Bytes::try_make(size);
  return address_of(input.data());
}

/// Takes the whole input buffer over as a snapshot, verified. Gives its handle, or the CoreError
/// that refused it, which is smaller than any handle. The input buffer is gone either way.
///
/// With the handle of a snapshot as `base` it is a layer over that, which must not be released
/// before it; with 1 it is to be a base itself; with any other number neither.
unsigned adopt(unsigned base) {
  const auto refused = [](CoreError error) { return static_cast<unsigned>(error); };
  std::unique_ptr<Opened> opened(new (std::nothrow)
                                     Opened{next_handle, open_input(base), {}, nullptr, {}});
  input = Bytes();
  if (opened == nullptr) return refused(CoreError::out_of_memory);
  if (!opened->snapshot) return refused(opened->snapshot.error());
  // One more byte than there are answers: without any they still have an address.
  opened->room = Bytes::try_make(opened->snapshot->group_count() * sizeof(Id) +
                                 opened->snapshot->feature_count() + 1);
  if (opened->room.data() == nullptr) return refused(CoreError::out_of_memory);
  opened->next = std::move(first_opened);
  first_opened = std::move(opened);
  return next_handle++;
}

/// Frees a snapshot. 1, or 0 if there was none.
unsigned release(unsigned handle) {
  for (auto* place = &first_opened; *place != nullptr; place = &(*place)->next) {
    if ((*place)->handle != handle) continue;
    const auto closed = std::move(*place);
    *place = std::move(closed->next);
    return 1;
  }
  return 0;
}

unsigned describe(unsigned handle) {
  static Description result;
  const Opened* opened = opened_as(handle);
  if (opened == nullptr) return 0;
  const Snapshot& snapshot = *opened->snapshot;
  const std::string_view extension = snapshot.extension();
  result = {
      static_cast<unsigned>(snapshot.revision()), static_cast<unsigned>(snapshot.revision() >> 32U),
      static_cast<unsigned>(snapshot.scope()),    address_of(extension.data()),
      static_cast<unsigned>(extension.size()),    address_of(&snapshot.columns())};
  return address_of(&result);
}

/// The index of the feature whose kind is `kind` (0 switch, 1 flag, 2 sample) and whose name is the
/// first text of the input; 0xFFFFFFFF if there is none.
unsigned find(unsigned handle, unsigned kind, unsigned slot_size) {
  const Opened* opened = opened_as(handle);
  const auto text = input_text(slot_size, 0);
  if (opened == nullptr || kind > 2) return none;
  return opened->snapshot->find(static_cast<FeatureKind>(kind), text).value_or(none);
}

/// Evaluates everything for the visitor in the input: the address of one answer byte a feature, by
/// index (evaluation.h).
unsigned evaluate(unsigned handle, unsigned slot_size) {
  Opened* opened = asked_as(handle, slot_size);
  if (opened == nullptr) return 0;
  evaluate_all(*opened->snapshot, opened->visitor, opened->answers());
  return address_of(opened->answers().data());
}

/// Evaluates one feature for the visitor in the input: an Explanation.
unsigned explain(unsigned handle, unsigned feature, unsigned slot_size) {
  static Explanation result;
  const Opened* opened = asked_as(handle, slot_size);
  if (opened == nullptr) return 0;
  const Evaluation evaluation = pancake::evaluate(*opened->snapshot, feature, opened->visitor);
  result = {evaluation.answer.bits, evaluation.group.value_or(none), evaluation.draw,
            evaluation.ratio};
  return address_of(&result);
}

#ifdef PANCAKE_PERSONAL
/// Makes the personal snapshot of the visitor in the input, with samples fixed by the visitor key
/// if `is_keyed`: the address of its address and length, both 0 if there is not so much memory. It
/// lies in the input buffer. With a key the answers of the last evaluate() count, over which
/// JavaScript may have written what a cookie remembers.
unsigned personal(unsigned handle, unsigned slot_size, unsigned is_keyed) {
  static struct {
    unsigned address;
    unsigned length;
  } result;
  Opened* opened = asked_as(handle, slot_size);
  if (opened == nullptr) return 0;
  const Visitor& visitor = opened->visitor;
  std::optional<std::string_view> key;
  std::span<const Answer> remembered;
  if (is_keyed != 0) {
    key = visitor.key;
    remembered = opened->answers();
  }
  auto bytes = personal_snapshot(*opened->snapshot, visitor.ids, key, remembered);
  input = bytes ? std::move(*bytes) : Bytes();
  result = {address_of(input.data()), static_cast<unsigned>(input.size())};
  return address_of(&result);
}
#endif

/// The address of the draw (a double) where no snapshot is at hand, of the texts of the input: an
/// extension, a sample and a visitor.
unsigned draw(unsigned slot_size) {
  static double result;
  const auto text = [slot_size](unsigned place) { return input_text(slot_size, place); };
  result = sample_draw(text(0), text(1), text(2));
  return address_of(&result);
}

}  // extern "C"

}  // namespace pancake::wasm
