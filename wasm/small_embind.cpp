// What Embind needs of its bind.cpp, and no more. `--bind` would link all of it: every integer
// type, strings, memory views and values, with their JavaScript, whether used or not. Our
// functions take and give nothing but `unsigned int`; texts and bytes go through memory.
// small_embind.js does the same for the JavaScript. Both more than halve what a page loads.
#include <emscripten/bind.h>

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
