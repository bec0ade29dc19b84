// What the work of the other files cannot do without, as fast as this machine does it: what they
// are compared with.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "../../../core/src/hash.h"
#include "../../../core/src/slot_hash.h"
#include "kept_snapshots.h"

namespace pancake::test {
namespace {

/// Texts that lie ready.
std::vector<std::string> texts(std::size_t count, std::int64_t size) {
  return std::vector<std::string>(count, std::string(static_cast<std::size_t>(size), 'x'));
}

/// A question does not wait for the answer to the one before, which the processor makes use of: nor
/// does a hash here.
template <class Hash>
void hash_in_turn(benchmark::State& state, Hash hash) {
  const auto all = texts(1'024, state.range(0));
  std::size_t turn = 0;
  for (auto _ : state) benchmark::DoNotOptimize(hash(all[turn++ % all.size()]));
}

void hash_one(benchmark::State& state) {
  hash_in_turn(state, [](std::string_view text) { return hash64(text, 0); });
}

/// The hash that finds an id.
void slot_one(benchmark::State& state) {
  hash_in_turn(state, [](std::string_view text) { return slot_hash(0, text); });
}

void hash_hundred(benchmark::State& state) {
  const auto all = texts(100, state.range(0));
  for (auto _ : state) {
    for (const std::string& text : all) benchmark::DoNotOptimize(hash64(text, 0));
  }
}

void copy(benchmark::State& state) {
  const std::vector<char> from(static_cast<std::size_t>(state.range(0)));
  std::vector<char> to(from.size());
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), from.size());
    benchmark::ClobberMemory();
  }
}

/// So many reads in memory of so many bytes, each at a place that only the one before tells. They
/// wait for each other, but not for those of the question before.
void misses(benchmark::State& state) {
  constexpr std::size_t line = 64;
  struct Line {
    std::size_t next;
    char rest[line - sizeof(std::size_t)];
  };
  std::vector<Line> lines(static_cast<std::size_t>(state.range(0)) / line);
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  for (std::size_t n = 0; n < order.size(); ++n) {
    lines[order[n]].next = order[(n + 1) % order.size()];
  }
  const auto reads = static_cast<std::size_t>(state.range(1));
  std::size_t first = 0;
  for (auto _ : state) {
    std::size_t at = order[first];
    for (std::size_t read = 0; read < reads; ++read) at = lines[at].next;
    benchmark::DoNotOptimize(at);
    // What was read now is not read again before all others were.
    first = (first + reads) % order.size();
  }
}

/// The checksum alone.
void hash_snapshot(benchmark::State& state, const Snapshot& snapshot) {
  for (auto _ : state) benchmark::DoNotOptimize(hash64(snapshot.bytes(), 0));
}

void hash_typical(benchmark::State& state) {
  hash_snapshot(state, typical(static_cast<std::uint32_t>(state.range(0))));
}

void hash_overridden(benchmark::State& state) {
  hash_snapshot(state, overridden(static_cast<std::uint32_t>(state.range(0))));
}

BENCHMARK(hash_one)->Arg(31);
BENCHMARK(slot_one)->Arg(36);
BENCHMARK(hash_hundred)->Arg(31);
BENCHMARK(copy)->Arg(1'000);
BENCHMARK(misses)->ArgsProduct({{64 << 20}, {1, 3}});
BENCHMARK(hash_typical)->Arg(1'000)->Arg(10'000);
BENCHMARK(hash_overridden)->Arg(1'000'000);

}  // namespace
}  // namespace pancake::test
