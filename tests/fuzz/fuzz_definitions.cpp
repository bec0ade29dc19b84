// Any text as a definitions file: refused with file and line, or read into names that pass the
// rules and defaults that are in range.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "definitions/definitions_file.h"

namespace {

using namespace pancake;

void check(const FeatureDefinition& feature) {
  if (!check_name("feature", feature.name) || !feature.fallback) __builtin_trap();
  const double largest = feature.kind == FeatureKind::sample ? 100 : 1;
  if (!(feature.fallback->number >= 0 && feature.fallback->number <= largest)) __builtin_trap();
  if (feature.fallback->text.empty()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto definitions = parse_definitions(text, "f");
  if (!definitions) {
    if (definitions.error().code != ErrorCode::bad_definitions) __builtin_trap();
    if (!definitions.error().message.starts_with("f:")) __builtin_trap();
    return 0;
  }
  if (definitions->extensions.empty()) __builtin_trap();
  for (const auto& extension : definitions->extensions) {
    if (!check_name("extension", extension.name)) __builtin_trap();
    for (const auto& group : extension.groups) {
      if (extension.groups[*extension.group_index(group.id)].id != group.id) __builtin_trap();
    }
    for (const auto& feature : extension.features) check(feature);
  }
  return 0;
}
