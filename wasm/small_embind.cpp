// What Embind needs of its bind.cpp, and no more. `--bind` would link all of it: every integer
// type, strings, memory views and values, with their JavaScript, whether used or not. Our
// functions take and give nothing but `unsigned int`; texts and bytes go through memory.
// It more than halves what a page loads.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <limits>

namespace {

using emscripten::internal::_embind_register_integer;
using emscripten::internal::TypeID;

/// Runs before the bindings' own constructors, which have the default priority.
[[gnu::constructor(101)]] void register_types() {
  _embind_register_integer(TypeID<unsigned>::get(), "unsigned int", sizeof(unsigned), 0,
                           std::numeric_limits<unsigned>::max());
}

}  // namespace

/// Embind's JavaScript asks for a type's name only to say which one is not registered.
extern "C" EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const void*) { return nullptr; }
