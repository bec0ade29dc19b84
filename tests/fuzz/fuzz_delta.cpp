// Any bytes as a delta: refused, or applied to a snapshot; what comes out is opened or refused.
// Every second input becomes the steps of a delta that says the right length, so that more of them
// are applied.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "pancake/delta.h"
#include "pancake/snapshot_builder.h"

namespace {

pancake::Snapshot snapshot_of(bool state) {
  pancake::SnapshotBuilder builder("x", pancake::Scope::full, state ? 2 : 1);
  (void)builder.add_group("user");
  for (int flag = 0; flag < 20; ++flag) {
    (void)builder.add_flag({"FLAG" + std::to_string(flag), pancake::Setting::off,
                            state ? pancake::Setting::on : pancake::Setting::unset});
  }
  (void)builder.add_override(0, "42", 3, state);
  return pancake::Snapshot::open(builder.build().value()).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const pancake::Snapshot before = snapshot_of(false);
  static const pancake::Bytes good = write_delta(before, snapshot_of(true));
  if (size == 0) return 0;
  const bool takes_start = (data[0] & 1U) != 0;
  constexpr std::size_t start = 8;
  pancake::Bytes delta(size - 1 + (takes_start ? start : 0));
  if (takes_start) std::memcpy(delta.data(), good.data(), start);
  if (size > 1) std::memcpy(delta.data() + (takes_start ? start : 0), data + 1, size - 1);

  auto made = pancake::apply_delta(before.bytes(), delta.span());
  if (made && made->size() > before.bytes().size() + delta.size()) __builtin_trap();
  if (made) (void)pancake::Snapshot::open(std::move(*made));
  return 0;
}
