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

/// One after the other, where none can begin before the one before has ended: it is seeded with it.
void hash_one(benchmark::State& state) {
  const std::string text(static_cast<std::size_t>(state.range(0)), 'x');
  std::uint64_t hash = 0;
  for (auto _ : state) hash = hash64(text, hash);
  benchmark::DoNotOptimize(hash);
}

/// The same of the hash that finds an id.
void slot_one(benchmark::State& state) {
  const std::string text(static_cast<std::size_t>(state.range(0)), 'x');
  std::uint32_t hash = 0;
  for (auto _ : state) hash = slot_hash(hash, text);
  benchmark::DoNotOptimize(hash);
}

/// 100 texts that lie ready.
void hash_hundred(benchmark::State& state) {
  const std::vector<std::string> texts(100,
                                       std::string(static_cast<std::size_t>(state.range(0)), 'x'));
  for (auto _ : state) {
    for (const std::string& text : texts) benchmark::DoNotOptimize(hash64(text, 0));
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

/// A read of memory of so many bytes at a place that only the read before tells.
void miss(benchmark::State& state) {
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
  std::size_t at = 0;
  for (auto _ : state) at = lines[at].next;
  benchmark::DoNotOptimize(at);
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
BENCHMARK(miss)->Arg(64 << 20);
BENCHMARK(hash_typical)->Arg(1'000)->Arg(10'000);
BENCHMARK(hash_overridden)->Arg(1'000'000);

}  // namespace
}  // namespace pancake::test
