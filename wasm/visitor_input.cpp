#include "visitor_input.h"

#include <cstring>

namespace pancake::wasm {
namespace {

constexpr std::uint32_t no_id = 0xFFFFFFFF;

std::string_view text_of(std::span<const std::uint8_t> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::optional<Visitor> read_visitor(std::span<const std::uint8_t> input,
                                    std::span<std::optional<std::string_view>> ids) noexcept {
  for (auto& id : ids) {
    std::uint32_t length = 0;
    if (input.size() < sizeof length) return std::nullopt;
    std::memcpy(&length, input.data(), sizeof length);
    input = input.subspan(sizeof length);
    id.reset();
    if (length == no_id) continue;
    if (input.size() < length) return std::nullopt;
    id = text_of(input.first(length));
    input = input.subspan(length);
  }
  return Visitor{.ids = ids, .key = text_of(input)};
}

}  // namespace pancake::wasm
