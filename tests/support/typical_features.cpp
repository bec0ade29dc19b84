#include "typical_features.h"

#include <cstdio>
#include <cstdlib>

namespace pancake::test {
namespace {

constexpr std::uint32_t ids_in_use = 4096;
constexpr std::uint32_t ids_a_flag = 10;

/// splitmix64: numbers that look random and are the same everywhere.
std::uint64_t scattered(std::uint64_t number) {
  number = (number + 1) * 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31U);
}

std::string name_of(std::uint32_t number) {
  return "team-" + std::to_string(number % 37) + "-feature-" + std::to_string(number);
}

void turn_on(SnapshotBuilder& builder, std::uint32_t group, std::uint32_t id, std::uint32_t flag) {
  if (!builder.add_override(group, user_id(id), flag, true)) std::abort();
}

}  // namespace

std::string user_id(std::uint32_t number) {
  const unsigned long long high = scattered(number);
  const unsigned long long low = scattered(~std::uint64_t{number});
  char text[37];
  std::snprintf(text, sizeof text, "%08llx-%04llx-%04llx-%04llx-%012llx", high >> 32U,
                (high >> 16U) & 0xFFFFU, high & 0xFFFFU, low >> 48U, low & 0xFFFFFFFFFFFFU);
  return text;
}

SnapshotBuilder typical_features(std::uint32_t count) {
  SnapshotBuilder builder("pancake", Scope::full, 1);
  const std::uint32_t group = builder.add_group("user").value();
  for (std::uint32_t number = 0; number < count; ++number) {
    const std::string name = name_of(number);
    const std::uint32_t place = number % 10;
    if (place < 6) {
      builder.add_switch({name, place % 2 == 0 ? Setting::on : Setting::off, Setting::unset, true})
          .value();
    } else if (place < 9) {
      const std::uint32_t flag =
          builder.add_flag({name, Setting::off, Setting::unset, true}).value();
      const std::uint32_t first = number * 7 % (ids_in_use - ids_a_flag);
      for (std::uint32_t id = first; id < first + ids_a_flag; ++id) {
        turn_on(builder, group, id, flag);
      }
    } else {
      builder.add_sample({name, 50.0, {}, {}, true}).value();
    }
  }
  return builder;
}

SnapshotBuilder overridden_flag(std::uint32_t count) {
  SnapshotBuilder builder("pancake", Scope::full, 1);
  const std::uint32_t group = builder.add_group("user").value();
  for (std::uint32_t number = 0; number < overridden_feature; ++number) {
    builder.add_switch({name_of(number), Setting::on}).value();
  }
  const std::uint32_t flag = builder.add_flag({"CHECKOUT", Setting::off}).value();
  for (std::uint32_t id = 0; id < count; ++id) {
    turn_on(builder, group, id, flag);
  }
  return builder;
}

Snapshot opened(const SnapshotBuilder& builder) {
  return Snapshot::open(builder.build().value()).value();
}

}  // namespace pancake::test
