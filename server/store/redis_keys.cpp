#include "store/redis_keys.h"

#include "python/upper_case.h"

namespace pancake {

namespace {

std::string_view word(FeatureKind kind) {
  switch (kind) {
    case FeatureKind::switch_: return "SWITCH";
    case FeatureKind::flag: return "FLAG";
    case FeatureKind::sample: return "SAMPLE";
  }
  return "";
}

/// The texts with a colon between each two.
template <typename... Rest>
std::string with_colons(std::string_view first, const Rest&... rest) {
  std::string key(first);
  ((key += ':', key += rest), ...);
  return key;
}

}  // namespace

std::string redis_key(FeatureKind kind, std::string_view extension, std::string_view name) {
  return with_colons(word(kind), extension, upper_case(name));
}

}  // namespace pancake
