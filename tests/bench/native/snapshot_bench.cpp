#include <benchmark/benchmark.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kept_snapshots.h"
#include "pancake/personal_snapshot.h"

namespace pancake::test {
namespace {

void open_again(benchmark::State& state, const Snapshot& snapshot) {
  for (auto _ : state) {
    state.PauseTiming();
    Bytes bytes = Bytes::copy_of(snapshot.bytes());
    state.ResumeTiming();
    auto opened = Snapshot::open(std::move(bytes));
    benchmark::DoNotOptimize(opened);
    state.PauseTiming();
    opened = tl::unexpected<CoreError>(CoreError::not_a_snapshot);  // Frees it.
    state.ResumeTiming();
  }
  state.counters["bytes"] = static_cast<double>(snapshot.bytes().size());
}

void open_typical(benchmark::State& state) {
  open_again(state, typical(static_cast<std::uint32_t>(state.range(0))));
}

void open_overridden(benchmark::State& state) {
  open_again(state, overridden(static_cast<std::uint32_t>(state.range(0))));
}

void build(benchmark::State& state, const SnapshotBuilder& builder) {
  for (auto _ : state) benchmark::DoNotOptimize(builder.build());
}

void build_typical(benchmark::State& state) {
  build(state, typical_features(static_cast<std::uint32_t>(state.range(0))));
}

void build_overridden(benchmark::State& state) {
  build(state, overridden_flag(static_cast<std::uint32_t>(state.range(0))));
}

void personal_typical(benchmark::State& state) {
  const Snapshot& snapshot = typical(static_cast<std::uint32_t>(state.range(0)));
  const std::string text = user_id(42);
  const std::optional<std::string_view> id = text;
  for (auto _ : state) {
    benchmark::DoNotOptimize(personal_snapshot(snapshot, {&id, 1}, std::string_view("Ab7")));
  }
}

BENCHMARK(open_typical)->Arg(1'000)->Arg(10'000);
BENCHMARK(open_overridden)->Arg(1'000'000);
BENCHMARK(build_typical)->Arg(1'000)->Arg(10'000);
BENCHMARK(personal_typical)->Arg(1'000);
// Last: what comes after it waits for the allocator to tidy up a million texts.
BENCHMARK(build_overridden)->Arg(1'000'000);

}  // namespace
}  // namespace pancake::test
