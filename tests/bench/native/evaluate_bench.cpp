#include <benchmark/benchmark.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kept_snapshots.h"
#include "pancake/evaluation.h"

namespace pancake::test {
namespace {

/// Visitors who ask one after the other, again and again.
class Visitors {
 public:
  /// As many fit a processor's cache with all that is looked up for them.
  static constexpr std::uint32_t few = 1'024;

  /// `count`, a power of two, with ids spread over the `ids` that a snapshot lists, or that it does
  /// not list.
  Visitors(std::uint32_t count, std::uint32_t ids, bool listed) : keys_(count), ids_(count) {
    // A prime, so that neighbours in time are no neighbours in the snapshot.
    constexpr std::uint64_t stride = 764'261;
    for (std::uint64_t n = 0; n < count; ++n) {
      const auto number = static_cast<std::uint32_t>(n * stride % ids);
      texts_ += user_id(listed ? number : number + 0x8000'0000U);
      keys_[n] = {static_cast<char>('A' + n % 26), static_cast<char>('a' + n / 26 % 26), '7'};
    }
    const std::size_t size = texts_.size() / count;
    for (std::size_t n = 0; n < count; ++n) {
      ids_[n] = std::string_view(texts_).substr(n * size, size);
    }
  }
  Visitors(const Visitors&) = delete;
  Visitors& operator=(const Visitors&) = delete;

  [[nodiscard]] Visitor next() {
    const std::size_t n = turn_++ & (ids_.size() - 1);
    return {{&ids_[n], 1}, {keys_[n].data(), keys_[n].size()}};
  }

 private:
  std::string texts_;
  std::vector<std::array<char, 3>> keys_;
  std::vector<std::optional<std::string_view>> ids_;
  std::size_t turn_ = 0;
};

void ask(benchmark::State& state, const Snapshot& snapshot, std::uint32_t feature,
         Visitors& visitors) {
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(snapshot, feature, visitors.next()));
}

void ask_typical(benchmark::State& state, std::uint32_t feature) {
  Visitors visitors(Visitors::few, 4096, true);
  ask(state, typical(1'000), feature, visitors);
}

void ask_switch(benchmark::State& state) { ask_typical(state, 0); }
void ask_sample(benchmark::State& state) { ask_typical(state, 950); }

/// How many ids it lists, whether the visitors are among them, and how many they are.
void ask_flag(benchmark::State& state) {
  const auto ids = static_cast<std::uint32_t>(state.range(0));
  Visitors visitors(static_cast<std::uint32_t>(state.range(2)), ids, state.range(1) != 0);
  ask(state, overridden(ids), overridden_feature, visitors);
}

void ask_all(benchmark::State& state) {
  const Snapshot& snapshot = typical(1'000);
  Visitors visitors(Visitors::few, 4096, true);
  std::vector<Answer> answers(snapshot.feature_count());
  for (auto _ : state) {
    evaluate_all(snapshot, visitors.next(), answers);
    benchmark::ClobberMemory();
  }
}

BENCHMARK(ask_switch);
BENCHMARK(ask_sample);
BENCHMARK(ask_flag)->ArgsProduct({{1'000}, {1, 0}, {Visitors::few}});
BENCHMARK(ask_flag)->ArgsProduct({{1'000'000}, {1, 0}, {Visitors::few, 1 << 18}});
BENCHMARK(ask_all);

}  // namespace
}  // namespace pancake::test
