// The engine of every page and worker: open a snapshot, evaluate it for a visitor, explain one
// answer. Everything crosses as an `unsigned int`: a number, an address or a handle. A result
// that is an address stays valid until the next call. js/src/engine.ts is the only caller.
//
// Nothing that JavaScript hands in is trusted: an unknown handle, a length beyond the input or
// an index out of range gives 0.
#include <emscripten/bind.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/sample_draw.h"
#include "pancake/snapshot.h"
#include "visitor_input.h"

namespace pancake::wasm {
namespace {

constexpr unsigned none = 0xFFFFFFFF;

using Id = std::optional<std::string_view>;

/// An open snapshot with room for one visitor: an id a group, an answer a feature.
struct Opened {
  unsigned handle;
  Snapshot snapshot;
  std::unique_ptr<Id[]> ids;
  std::unique_ptr<Answer[]> answers;
  std::unique_ptr<Opened> next;
};

/// What describe() points to.
struct Description {
  unsigned revision_low;
  unsigned revision_high;
  unsigned scope;  ///< 0 public, 1 personal, 2 full
  unsigned feature_count;
  unsigned switch_count;
  unsigned flag_count;
  unsigned group_count;
  unsigned extension_address;
  unsigned extension_length;
};

/// What group() and name() point to: UTF-8 in the snapshot.
struct Text {
  unsigned address;
  unsigned length;
};

/// What explain() points to.
struct Explanation {
  unsigned answer;  ///< the answer byte, evaluation.h
  unsigned group;   ///< the group that decided, or 0xFFFFFFFF
  double draw;
  double ratio;  ///< what the draw was held against, NaN if nothing
};
static_assert(sizeof(Explanation) == 24);

Bytes input;
std::unique_ptr<Opened> first_opened;  // One or two at a time: a list.
unsigned last_handle = 0;
unsigned last_failure = 0;

unsigned address_of(const void* place) { return reinterpret_cast<unsigned>(place); }

Opened* opened_as(unsigned handle) {
  Opened* opened = first_opened.get();
  while (opened != nullptr && opened->handle != handle) opened = opened->next.get();
  return opened;
}

unsigned give(std::string_view text) {
  static Text result;
  result = {address_of(text.data()), static_cast<unsigned>(text.size())};
  return address_of(&result);
}

/// `length` bytes of the input from `offset`; nothing if it is shorter.
std::optional<std::string_view> input_text(unsigned offset, unsigned length) {
  if (offset > input.size() || length > input.size() - offset) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(input.data()) + offset, length);
}

std::optional<Visitor> input_visitor(const Opened& opened, unsigned length) {
  if (length > input.size()) return std::nullopt;
  return read_visitor(input.span().first(length),
                      {opened.ids.get(), opened.snapshot.group_count()});
}

/// Makes an input buffer of exactly `size` bytes, not zeroed, in place of the one before, and
/// gives its address; 0 if there is not so much memory.
unsigned reserve(unsigned size) {
  input = Bytes();
  // `new` would end the module where it finds no memory; malloc tells, and what it frees is then
  // there for Bytes. (volatile: a compiler may leave out a malloc that is only freed.)
  void* volatile probe = std::malloc(size);
  if (probe == nullptr) return 0;
  std::free(probe);
  input = Bytes(size);
  return address_of(input.data());
}

/// Takes the whole input buffer over as a snapshot, verified. Gives its handle, never 0; or 0,
/// and failure() says why. The input buffer is gone either way.
unsigned open() {
  auto snapshot = Snapshot::open(std::move(input));
  input = Bytes();
  if (!snapshot) {
    last_failure = static_cast<unsigned>(snapshot.error());
    return 0;
  }
  // One more byte than features: without any the answers still have an address.
  std::unique_ptr<Answer[]> answers(new Answer[snapshot->feature_count() + 1]);
  std::unique_ptr<Id[]> ids(new Id[snapshot->group_count()]);
  first_opened.reset(new Opened{++last_handle, std::move(*snapshot), std::move(ids),
                                std::move(answers), std::move(first_opened)});
  return last_handle;
}

/// The CoreError of the last open() that gave 0.
unsigned failure() { return last_failure; }

/// Frees a snapshot. 1, or 0 if there was none.
unsigned close(unsigned handle) {
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
  const Snapshot& snapshot = opened->snapshot;
  const std::string_view extension = snapshot.extension();
  result = {static_cast<unsigned>(snapshot.revision()),
            static_cast<unsigned>(snapshot.revision() >> 32U),
            static_cast<unsigned>(snapshot.scope()),
            snapshot.feature_count(),
            snapshot.switch_count(),
            snapshot.flag_count(),
            snapshot.group_count(),
            address_of(extension.data()),
            static_cast<unsigned>(extension.size())};
  return address_of(&result);
}

/// The id of a group, as a Text.
unsigned group(unsigned handle, unsigned index) {
  const Opened* opened = opened_as(handle);
  if (opened == nullptr || index >= opened->snapshot.group_count()) return 0;
  return give(opened->snapshot.group(index));
}

/// The name of a feature, as a Text.
unsigned name(unsigned handle, unsigned feature) {
  const Opened* opened = opened_as(handle);
  if (opened == nullptr || feature >= opened->snapshot.feature_count()) return 0;
  return give(opened->snapshot.name(feature));
}

/// The index of the feature whose kind is `kind` (0 switch, 1 flag, 2 sample) and whose name
/// are the first `length` bytes of the input; 0xFFFFFFFF if there is none.
unsigned find(unsigned handle, unsigned kind, unsigned length) {
  const Opened* opened = opened_as(handle);
  const auto text = input_text(0, length);
  if (opened == nullptr || !text || kind > 2) return none;
  return opened->snapshot.find(static_cast<FeatureKind>(kind), *text).value_or(none);
}

/// 1 if a feature has a default, 0 if only a stored state made it known.
unsigned is_defined(unsigned handle, unsigned feature) {
  const Opened* opened = opened_as(handle);
  if (opened == nullptr || feature >= opened->snapshot.feature_count()) return 0;
  const FeatureDetails details = opened->snapshot.details(feature);
  return details.default_setting != Setting::unset || details.default_ratio ? 1 : 0;
}

/// Evaluates everything for the visitor in the first `length` bytes of the input
/// (visitor_input.h): the address of one answer byte a feature, by index (evaluation.h).
unsigned evaluate(unsigned handle, unsigned length) {
  Opened* opened = opened_as(handle);
  if (opened == nullptr) return 0;
  const auto visitor = input_visitor(*opened, length);
  if (!visitor) return 0;
  evaluate_all(opened->snapshot, *visitor,
               {opened->answers.get(), opened->snapshot.feature_count()});
  return address_of(opened->answers.get());
}

/// Evaluates one feature for the visitor in the first `length` bytes of the input: an
/// Explanation.
unsigned explain(unsigned handle, unsigned feature, unsigned length) {
  static Explanation result;
  const Opened* opened = opened_as(handle);
  if (opened == nullptr) return 0;
  const auto visitor = input_visitor(*opened, length);
  if (!visitor) return 0;
  const Evaluation evaluation = pancake::evaluate(opened->snapshot, feature, *visitor);
  result = {evaluation.answer.bits, evaluation.group.value_or(none), evaluation.draw,
            evaluation.ratio};
  return address_of(&result);
}

/// Makes the personal snapshot of the visitor in the first `length` bytes of the input, with
/// samples fixed by the visitor key if `is_keyed`: its bytes as a Text, without any if there is
/// not so much memory. They lie in the input buffer.
unsigned personal(unsigned handle, unsigned length, unsigned is_keyed) {
  const Opened* opened = opened_as(handle);
  if (opened == nullptr) return 0;
  const auto visitor = input_visitor(*opened, length);
  if (!visitor) return 0;
  auto bytes = personal_snapshot(opened->snapshot, visitor->ids,
                                 is_keyed != 0 ? std::optional(visitor->key) : std::nullopt);
  input = bytes ? std::move(*bytes) : Bytes();
  return give({reinterpret_cast<const char*>(input.data()), input.size()});
}

/// The address of the draw (a double) of a visitor where no snapshot is at hand. The input holds
/// the three texts one behind the other, of these lengths.
unsigned draw(unsigned extension_length, unsigned sample_length, unsigned visitor_length) {
  static double result;
  const auto extension = input_text(0, extension_length);
  const auto sample = input_text(extension_length, sample_length);
  if (!extension || !sample) return 0;
  const auto visitor = input_text(extension_length + sample_length, visitor_length);
  if (!visitor) return 0;
  result = sample_draw(*extension, *sample, *visitor);
  return address_of(&result);
}

}  // namespace

EMSCRIPTEN_BINDINGS(pancake) {
  emscripten::function("reserve", &reserve);
  emscripten::function("open", &open);
  emscripten::function("failure", &failure);
  emscripten::function("close", &close);
  emscripten::function("describe", &describe);
  emscripten::function("group", &group);
  emscripten::function("name", &name);
  emscripten::function("find", &find);
  emscripten::function("isDefined", &is_defined);
  emscripten::function("evaluate", &evaluate);
  emscripten::function("explain", &explain);
  emscripten::function("personal", &personal);
  emscripten::function("draw", &draw);
}

}  // namespace pancake::wasm
